/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.config;

import io.forebay.engine.EngineSettings;
import java.time.Duration;
import java.util.Map;
import java.util.function.BiFunction;

/** Checked values of the section {@code engine} to the engine's settings. */
final class EngineReader {

  /** The setting that decides which ranges hold; it is ours, not the engine's. */
  static final String LIMITS = "limits";

  private static final Map<String, BiFunction<EngineSettings, Object, EngineSettings>> APPLY =
      Map.of(
          "maximumConcurrency",
          (settings, value) -> settings.withMaximumConcurrency(Math.toIntExact((Long) value)),
          "checkpointInterval",
          (settings, value) ->
              settings.withCheckpoints((Duration) value, settings.checkpointRecords()),
          "checkpointRecords",
          (settings, value) ->
              settings.withCheckpoints(
                  settings.checkpointInterval(), Math.toIntExact((Long) value)),
          "drainTimeout",
          (settings, value) -> settings.withDrainTimeout((Duration) value),
          "memoryBudget",
          (settings, value) -> settings.withMemoryBudget((Long) value),
          "workers",
          (settings, value) ->
              settings.withThreads(Math.toIntExact((Long) value), settings.pumps()),
          "pumps",
          (settings, value) ->
              settings.withThreads(settings.workers(), Math.toIntExact((Long) value)),
          LIMITS,
          (settings, value) -> settings);

  private EngineReader() {}

  static EngineSettings settings(Map<String, Object> values) {
    EngineSettings settings = EngineSettings.defaults();
    for (Map.Entry<String, Object> entry : values.entrySet()) {
      settings = applying(entry.getKey()).apply(settings, entry.getValue());
    }
    return settings;
  }

  static boolean platformLimits(Map<String, Object> values) {
    return !"none".equals(values.get(LIMITS));
  }

  private static BiFunction<EngineSettings, Object, EngineSettings> applying(String name) {
    BiFunction<EngineSettings, Object, EngineSettings> apply = APPLY.get(name);
    if (apply == null) {
      throw new IllegalStateException("the engine has a new setting: teach EngineReader " + name);
    }
    return apply;
  }
}
