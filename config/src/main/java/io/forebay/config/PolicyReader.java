/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.config;

import io.forebay.config.text.Section;
import io.forebay.config.text.Value;
import io.forebay.engine.MappingSettings;
import io.forebay.source.ReadFrom;
import io.forebay.source.SourceTraits;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Checked values of a mapping to its settings, with the rules that span several of them. */
final class PolicyReader {

  private static final String POSITION = "startingPosition";
  private static final String TIMESTAMP = "startingPositionTimestamp";
  private static final String AT_TIMESTAMP = "AT_TIMESTAMP";

  private static final Map<String, BiConsumer<MappingSettings.Builder, Object>> APPLY =
      Map.ofEntries(
          Map.entry("enabled", (builder, value) -> builder.enabled((Boolean) value)),
          Map.entry("batchSize", (builder, value) -> builder.batchSize(integer(value))),
          Map.entry(
              "maximumBatchingWindow",
              (builder, value) -> builder.maximumBatchingWindow((Duration) value)),
          Map.entry("payloadLimit", (builder, value) -> builder.payloadLimit((Long) value)),
          Map.entry(
              "parallelizationFactor",
              (builder, value) -> builder.parallelizationFactor(integer(value))),
          Map.entry(
              "maximumConcurrency", (builder, value) -> builder.maximumConcurrency(integer(value))),
          Map.entry(
              "maximumRetryAttempts",
              (builder, value) -> builder.maximumRetryAttempts(integer(value))),
          Map.entry("maximumRecordAge", PolicyReader::recordAge),
          Map.entry("timeout", (builder, value) -> builder.timeout((Duration) value)),
          Map.entry(POSITION, (builder, value) -> {}), // with the timestamp, in startFrom
          Map.entry(TIMESTAMP, (builder, value) -> {}));

  private final Clock clock;

  PolicyReader(Clock clock) {
    this.clock = clock;
  }

  /** The settings; empty, and told, if they do not go together. */
  Optional<MappingSettings> settings(
      String name, SourceTraits traits, Section section, Map<String, Object> values) {
    MappingSettings.Builder builder = MappingSettings.named(name, traits);
    for (Map.Entry<String, Object> entry : values.entrySet()) {
      applying(entry.getKey()).accept(builder, entry.getValue());
    }
    builder.startFrom(startFrom(values));
    checkTimestamp(section, values);
    try {
      return Optional.of(builder.build());
    } catch (IllegalArgumentException e) {
      section.fault("", String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private void checkTimestamp(Section section, Map<String, Object> values) {
    Optional<Value> given = section.value(TIMESTAMP);
    boolean wanted = AT_TIMESTAMP.equals(values.get(POSITION));
    if (wanted && given.isEmpty()) {
      String message =
          "is missing: startingPosition AT_TIMESTAMP needs a time such as 2026-11-23T10:00:00Z";
      section.fault(TIMESTAMP, message);
    }
    if (given.isPresent() && values.containsKey(POSITION) && !wanted) {
      given.get().fault("goes only with 'startingPosition: AT_TIMESTAMP': add that or remove it");
    }
    if (given.isPresent()
        && values.get(TIMESTAMP) instanceof Instant time
        && time.isAfter(clock.instant())) {
      given.get().fault("lies in the future: must be a time that has passed");
    }
  }

  private static ReadFrom startFrom(Map<String, Object> values) {
    if (AT_TIMESTAMP.equals(values.get(POSITION))
        && values.get(TIMESTAMP) instanceof Instant time) {
      return new ReadFrom.AtTimestamp(time);
    }
    return "LATEST".equals(values.get(POSITION))
        ? new ReadFrom.Latest()
        : new ReadFrom.TrimHorizon();
  }

  private static void recordAge(MappingSettings.Builder builder, Object value) {
    Duration age = (Duration) value;
    if (!age.isNegative()) { // -1: none
      builder.maximumRecordAge(age);
    }
  }

  private static int integer(Object value) {
    return Math.toIntExact((Long) value);
  }

  private static BiConsumer<MappingSettings.Builder, Object> applying(String name) {
    BiConsumer<MappingSettings.Builder, Object> apply = APPLY.get(name);
    if (apply == null) {
      throw new IllegalStateException("mappings have a new setting: teach PolicyReader " + name);
    }
    return apply;
  }
}
