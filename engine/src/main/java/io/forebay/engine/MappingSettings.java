/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine;

import io.forebay.source.EventSourceFactory;
import io.forebay.source.ReadFrom;
import io.forebay.source.SourceTraits;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The policies of one mapping, with the names, ranges and defaults of the platform's API (rule
 * 1.4). Immutable; made by {@link #named} or from a config file.
 *
 * @param name the mapping's name: letters, digits, {@code - _ .}, at most 128
 * @param enabled whether it starts to read at once
 * @param batchSize most records in a batch
 * @param maximumBatchingWindow how long a batch that is not full waits for more (rule 2.1)
 * @param payloadLimit most bytes of a batch's encoded payload (rule 2.1.5)
 * @param parallelizationFactor batches of one shard that may be in flight together (rule 3.2)
 * @param maximumConcurrency invocations of the whole mapping that may run together; empty: as many
 *     as its shards allow
 * @param maximumRetryAttempts tries after the first before a batch is discarded; {@link #UNLIMITED}
 * @param maximumRecordAge age at which a record is discarded instead of tried; empty: none
 * @param timeout how long an invocation may take
 * @param startFrom where to begin in a shard that has no checkpoint
 */
public record MappingSettings(
    String name,
    boolean enabled,
    int batchSize,
    Duration maximumBatchingWindow,
    long payloadLimit,
    int parallelizationFactor,
    OptionalInt maximumConcurrency,
    int maximumRetryAttempts,
    Optional<Duration> maximumRecordAge,
    Duration timeout,
    ReadFrom startFrom) {

  /** No limit of attempts: a batch is tried until it succeeds or is too old. */
  public static final int UNLIMITED = -1;

  /** The payload limit of the platform, 6 MiB (rule 2.1). */
  public static final long DEFAULT_PAYLOAD_LIMIT = 6L * 1024 * 1024;

  /** How long an invocation may take unless the mapping says otherwise. */
  public static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(1);

  /** Settings of this name with the defaults of sources like this. */
  public static Builder named(String name, SourceTraits traits) {
    return new Builder(name, traits);
  }

  /** Settings of this name with the defaults of sources of this type. */
  public static Builder named(String name, EventSourceFactory source) {
    return new Builder(name, source.traits());
  }

  /** These settings, to be changed. */
  public Builder toBuilder() {
    return new Builder(this);
  }

  /** Collects settings; not safe for use by several threads. */
  public static final class Builder {
    private String name;
    private boolean enabled = true;
    private int batchSize;
    private Duration maximumBatchingWindow;
    private long payloadLimit = DEFAULT_PAYLOAD_LIMIT;
    private int parallelizationFactor = 1;
    private OptionalInt maximumConcurrency = OptionalInt.empty();
    private int maximumRetryAttempts = UNLIMITED;
    private Optional<Duration> maximumRecordAge = Optional.empty();
    private Duration timeout = DEFAULT_TIMEOUT;
    private ReadFrom startFrom = new ReadFrom.TrimHorizon();

    private Builder(String name, SourceTraits traits) {
      this.name = name;
      batchSize = traits.defaultBatchSize();
      maximumBatchingWindow = traits.defaultBatchingWindow();
    }

    private Builder(MappingSettings from) {
      name = from.name;
      enabled = from.enabled;
      batchSize = from.batchSize;
      maximumBatchingWindow = from.maximumBatchingWindow;
      payloadLimit = from.payloadLimit;
      parallelizationFactor = from.parallelizationFactor;
      maximumConcurrency = from.maximumConcurrency;
      maximumRetryAttempts = from.maximumRetryAttempts;
      maximumRecordAge = from.maximumRecordAge;
      timeout = from.timeout;
      startFrom = from.startFrom;
    }

    /** Sets {@code enabled}. */
    public Builder enabled(boolean value) {
      enabled = value;
      return this;
    }

    /** Sets {@code batchSize}, in records. */
    public Builder batchSize(int records) {
      batchSize = records;
      return this;
    }

    /** Sets {@code maximumBatchingWindow}. */
    public Builder maximumBatchingWindow(Duration window) {
      maximumBatchingWindow = window;
      return this;
    }

    /** Sets {@code payloadLimit}, in bytes. */
    public Builder payloadLimit(long bytes) {
      payloadLimit = bytes;
      return this;
    }

    /** Sets {@code parallelizationFactor}. */
    public Builder parallelizationFactor(int factor) {
      parallelizationFactor = factor;
      return this;
    }

    /** Sets {@code maximumConcurrency}. */
    public Builder maximumConcurrency(int invocations) {
      maximumConcurrency = OptionalInt.of(invocations);
      return this;
    }

    /** Sets {@code maximumRetryAttempts}; {@link #UNLIMITED} for no limit. */
    public Builder maximumRetryAttempts(int attempts) {
      maximumRetryAttempts = attempts;
      return this;
    }

    /** Sets {@code maximumRecordAge}. */
    public Builder maximumRecordAge(Duration age) {
      maximumRecordAge = Optional.of(age);
      return this;
    }

    /** Sets {@code timeout}. */
    public Builder timeout(Duration value) {
      timeout = value;
      return this;
    }

    /** Sets where to begin in a shard without checkpoint. */
    public Builder startFrom(ReadFrom value) {
      startFrom = value;
      return this;
    }

    /**
     * The settings.
     *
     * @throws IllegalArgumentException if any is out of range; the message tells every fault
     */
    public MappingSettings build() {
      MappingSettings settings =
          new MappingSettings(
              name,
              enabled,
              batchSize,
              maximumBatchingWindow,
              payloadLimit,
              parallelizationFactor,
              maximumConcurrency,
              maximumRetryAttempts,
              maximumRecordAge,
              timeout,
              startFrom);
      SettingRules.check(settings);
      return settings;
    }
  }
}
