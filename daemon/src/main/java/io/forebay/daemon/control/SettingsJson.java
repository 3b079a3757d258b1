/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.control;

import io.forebay.engine.MappingSettings;
import io.forebay.source.ReadFrom;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A mapping's settings as a configuration file writes them. */
final class SettingsJson {

  private record Unit(String suffix, long factor) {}

  private static final List<Unit> DURATIONS =
      List.of(
          new Unit("d", 86_400_000),
          new Unit("h", 3_600_000),
          new Unit("m", 60_000),
          new Unit("s", 1_000),
          new Unit("ms", 1));

  private static final List<Unit> SIZES =
      List.of(
          new Unit("GiB", 1L << 30),
          new Unit("MiB", 1L << 20),
          new Unit("KiB", 1L << 10),
          new Unit("B", 1));

  private SettingsJson() {}

  static Map<String, Object> of(MappingSettings settings) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("enabled", settings.enabled());
    fields.put("batchSize", settings.batchSize());
    fields.put("maximumBatchingWindow", duration(settings.maximumBatchingWindow()));
    fields.put("payloadLimit", render(SIZES, settings.payloadLimit()));
    fields.put("parallelizationFactor", settings.parallelizationFactor());
    settings.maximumConcurrency().ifPresent(n -> fields.put("maximumConcurrency", n));
    fields.put("maximumRetryAttempts", settings.maximumRetryAttempts());
    fields.put(
        "maximumRecordAge", settings.maximumRecordAge().map(SettingsJson::duration).orElse("-1"));
    fields.put("timeout", duration(settings.timeout()));
    start(settings.startFrom(), fields);
    return fields;
  }

  private static void start(ReadFrom from, Map<String, Object> fields) {
    if (from instanceof ReadFrom.AtTimestamp at) {
      fields.put("startingPosition", "AT_TIMESTAMP");
      fields.put("startingPositionTimestamp", at.when().toString());
    } else {
      fields.put("startingPosition", from instanceof ReadFrom.Latest ? "LATEST" : "TRIM_HORIZON");
    }
  }

  private static String duration(Duration duration) {
    return render(DURATIONS, duration.toMillis());
  }

  /** In the largest unit that divides it. */
  private static String render(List<Unit> units, long value) {
    for (Unit unit : units) {
      if (value > 0 && value % unit.factor() == 0) {
        return value / unit.factor() + unit.suffix();
      }
    }
    return String.valueOf(value);
  }
}
