/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine;

import io.forebay.source.Setting;
import io.forebay.source.SourceTraits;
import io.forebay.source.SourceTraits.StartPositions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The ranges of the settings (rule 1.4), in one place: the builders check by them, and the config
 * module takes its checks, its JSON Schema and its documentation from {@link #mapping} and {@link
 * #engine}.
 */
public final class SettingRules {

  /** What a mapping may be called. */
  public static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

  /** Largest batch of any source, in records. */
  static final int MAXIMUM_BATCH_SIZE = 10_000;

  private static final long SECOND = 1000;
  private static final long MAXIMUM_WINDOW = 300 * SECOND;
  private static final long MINIMUM_AGE = 60 * SECOND;
  private static final long MAXIMUM_AGE = 7 * 24 * 3600 * SECOND;
  private static final long MAXIMUM_TIMEOUT = 15 * 60 * SECOND;
  private static final long SMALLEST_PAYLOAD = 1024;
  private static final long LARGEST_PAYLOAD = 1024L * 1024 * 1024;
  private static final int PLATFORM_FACTOR = 10;
  private static final int LARGEST_FACTOR = 1_000;
  private static final int LARGEST_CONCURRENCY = 100_000;
  private static final int MAXIMUM_ATTEMPTS = 10_000;

  private SettingRules() {}

  /**
   * The settings of a mapping that reads a source like this.
   *
   * @param traits the source's traits
   * @param platformLimits whether the platform's limits hold ({@code limits: platform}) or only our
   *     own ({@code limits: none})
   */
  public static List<Setting> mapping(SourceTraits traits, boolean platformLimits) {
    List<Setting> all = new ArrayList<>();
    all.add(
        Setting.optional(
                "enabled", Setting.Type.BOOLEAN, "Whether the mapping reads from the start.")
            .withDefault("true"));
    all.addAll(batching(traits));
    all.addAll(concurrency(platformLimits));
    all.addAll(failure());
    all.addAll(startingPosition(traits.startPositions()));
    return List.copyOf(all);
  }

  private static List<Setting> batching(SourceTraits traits) {
    return List.of(
        Setting.optional("batchSize", Setting.Type.INTEGER, "Most records in a batch.")
            .withDefault(String.valueOf(traits.defaultBatchSize()))
            .within(1, traits.maximumBatchSize()),
        Setting.optional(
                "maximumBatchingWindow",
                Setting.Type.DURATION,
                "How long a batch that is not full waits for more records.")
            .withDefault(traits.defaultBatchingWindow().toMillis() + "ms")
            .within(0, MAXIMUM_WINDOW),
        Setting.optional(
                "payloadLimit",
                Setting.Type.SIZE,
                "Most bytes of a batch, counted as encoded for Lambda.")
            .withDefault("6MiB")
            .within(SMALLEST_PAYLOAD, LARGEST_PAYLOAD));
  }

  private static List<Setting> concurrency(boolean platformLimits) {
    return List.of(
        Setting.optional(
                "parallelizationFactor",
                Setting.Type.INTEGER,
                "Batches of one shard that may be in flight together; order is kept per key.")
            .withDefault("1")
            .within(1, platformLimits ? PLATFORM_FACTOR : LARGEST_FACTOR),
        Setting.optional(
                "maximumConcurrency",
                Setting.Type.INTEGER,
                "Invocations of the whole mapping that may run together.")
            .within(1, platformLimits ? EngineSettings.PLATFORM_CONCURRENCY : LARGEST_CONCURRENCY));
  }

  private static List<Setting> failure() {
    return List.of(
        Setting.optional(
                "maximumRetryAttempts",
                Setting.Type.INTEGER,
                "Tries after the first before a batch is discarded; -1 for no limit.")
            .withDefault("-1")
            .within(-1, MAXIMUM_ATTEMPTS),
        Setting.optional(
                "maximumRecordAge",
                Setting.Type.DURATION,
                "Age at which a record is discarded instead of tried: -1 for none, or 60s to 7d.")
            .withDefault("-1")
            .within(-1, MAXIMUM_AGE),
        Setting.optional("timeout", Setting.Type.DURATION, "How long an invocation may take.")
            .withDefault("1m")
            .within(1, MAXIMUM_TIMEOUT));
  }

  private static List<Setting> startingPosition(StartPositions positions) {
    String description = "Where to begin in a shard that has no checkpoint yet.";
    return switch (positions) {
      case NONE -> List.of();
      case ENDS ->
          List.of(
              Setting.choice("startingPosition", List.of("TRIM_HORIZON", "LATEST"), description));
      case ENDS_AND_TIMESTAMP ->
          List.of(
              Setting.choice(
                  "startingPosition",
                  List.of("TRIM_HORIZON", "LATEST", "AT_TIMESTAMP"),
                  description),
              Setting.optional(
                  "startingPositionTimestamp",
                  Setting.Type.INSTANT,
                  "With AT_TIMESTAMP: the arrival time to begin at, not in the future."));
    };
  }

  /** The settings of an engine. */
  public static List<Setting> engine() {
    return List.of(
        Setting.optional(
                "maximumConcurrency",
                Setting.Type.INTEGER,
                "Invocations of all mappings that may run together.")
            .withDefault(String.valueOf(EngineSettings.PLATFORM_CONCURRENCY))
            .within(1, LARGEST_CONCURRENCY),
        Setting.optional(
                "checkpointInterval",
                Setting.Type.DURATION,
                "Longest time between a settled record and its checkpoint.")
            .withDefault("1s")
            .within(1, 60 * SECOND),
        Setting.optional(
                "checkpointRecords",
                Setting.Type.INTEGER,
                "Settled records of a shard after which a checkpoint is written at once.")
            .withDefault("1000")
            .within(1, 1_000_000),
        Setting.optional(
                "drainTimeout",
                Setting.Type.DURATION,
                "How long a stop waits for running invocations before it leaves them.")
            .withDefault("30s")
            .within(0, MAXIMUM_TIMEOUT),
        Setting.optional(
                "memoryBudget",
                Setting.Type.SIZE,
                "Bytes of records that may be held in memory; a third of the heap if left out.")
            .within(1024 * 1024, Long.MAX_VALUE),
        Setting.choice(
            "limits",
            List.of("platform", "none"),
            "Whether settings keep within the platform's limits or only within our own."));
  }

  /** Refuses settings that are out of any source's range, all faults in one message. */
  static void check(MappingSettings s) {
    List<String> faults = new ArrayList<>();
    if (!NAME.matcher(s.name()).matches()) {
      faults.add(
          "name '"
              + s.name()
              + "' must begin with a letter or digit and hold only letters, digits, '.', '_' and"
              + " '-', at most 128");
    }
    range(faults, "batchSize", s.batchSize(), 1, MAXIMUM_BATCH_SIZE);
    range(faults, "maximumBatchingWindow (ms)", s.maximumBatchingWindow(), 0, MAXIMUM_WINDOW);
    range(faults, "payloadLimit (bytes)", s.payloadLimit(), SMALLEST_PAYLOAD, LARGEST_PAYLOAD);
    range(faults, "parallelizationFactor", s.parallelizationFactor(), 1, LARGEST_FACTOR);
    range(faults, "maximumConcurrency", s.maximumConcurrency().orElse(1), 1, LARGEST_CONCURRENCY);
    range(faults, "maximumRetryAttempts", s.maximumRetryAttempts(), -1, MAXIMUM_ATTEMPTS);
    s.maximumRecordAge()
        .ifPresent(age -> range(faults, "maximumRecordAge (ms)", age, MINIMUM_AGE, MAXIMUM_AGE));
    range(faults, "timeout (ms)", s.timeout(), 1, MAXIMUM_TIMEOUT);
    if (!faults.isEmpty()) {
      throw new IllegalArgumentException(
          "mapping '" + s.name() + "': " + String.join("; ", faults));
    }
  }

  private static void range(
      List<String> faults, String what, Duration value, long lowest, long highest) {
    range(faults, what, value.toMillis(), lowest, highest);
  }

  private static void range(
      List<String> faults, String what, long value, long lowest, long highest) {
    if (value < lowest || value > highest) {
      faults.add(what + " must be between " + lowest + " and " + highest + ", not " + value);
    }
  }
}
