/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.reload;

import io.forebay.config.CheckpointSettings;
import io.forebay.config.HttpSettings;
import io.forebay.config.MappingFields;
import io.forebay.daemon.reload.MappingChange.Kind;
import io.forebay.engine.EngineSettings;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/** What is to be done to get from one configuration to another: pure comparisons. */
final class ReloadPlan {

  private ReloadPlan() {}

  /** What the new configuration means for each mapping of both, by name. */
  static List<MappingChange> mappings(
      Map<String, MappingFields> running, Map<String, MappingFields> wanted) {
    List<MappingChange> changes = new ArrayList<>();
    TreeSet<String> names = new TreeSet<>(running.keySet());
    names.addAll(wanted.keySet());
    for (String name : names) {
      MappingFields before = running.get(name);
      MappingFields after = wanted.get(name);
      if (before == null) {
        changes.add(new MappingChange(name, Kind.ADDED, List.of()));
      } else if (after == null) {
        changes.add(new MappingChange(name, Kind.REMOVED, List.of()));
      } else {
        List<String> fields = List.copyOf(after.changedFrom(before).stream().sorted().toList());
        Kind kind = fields.isEmpty() ? Kind.UNCHANGED : Kind.CHANGED;
        changes.add(new MappingChange(name, kind, fields));
      }
    }
    return changes;
  }

  /** What differs and can only be taken over by a restart of the daemon: {@code engine.pumps}, … */
  static List<String> restartNeeded(FixedSettings running, FixedSettings wanted) {
    List<String> fields = new ArrayList<>();
    differing("engine", running.engine(), wanted.engine(), fields);
    differing("checkpoint", running.checkpoint(), wanted.checkpoint(), fields);
    if (!running.http().bind().equals(wanted.http().bind())) {
      fields.add("http.bind");
    }
    if (running.http().port() != wanted.http().port()) {
      fields.add("http.port");
    }
    return fields;
  }

  /**
   * What is fixed for the life of the process.
   *
   * @param engine the engine's settings
   * @param checkpoint where progress is kept
   * @param http of which only {@code bind} and {@code port} are fixed
   */
  record FixedSettings(EngineSettings engine, CheckpointSettings checkpoint, HttpSettings http) {}

  private static void differing(
      String section, Record running, Record wanted, List<String> fields) {
    for (RecordComponent component : running.getClass().getRecordComponents()) {
      if (!Objects.equals(value(component, running), value(component, wanted))) {
        fields.add(section + "." + component.getName());
      }
    }
  }

  private static Object value(RecordComponent component, Record of) {
    try {
      return component.getAccessor().invoke(of);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("a public record's component can be read", e);
    }
  }
}
