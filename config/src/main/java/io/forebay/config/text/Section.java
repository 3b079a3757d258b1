/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.config.text;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * Fields with values. A field given twice is told when the section is made; the first one counts.
 */
public final class Section {

  private final ConfigFile file;
  private final Place place;
  private final String prefix;
  private final Map<String, Value> values = new LinkedHashMap<>();
  private final Map<String, Node> keys = new LinkedHashMap<>();

  private Section(ConfigFile file, Place place, String prefix) {
    this.file = file;
    this.place = place;
    this.prefix = prefix;
  }

  static Section of(ConfigFile file, MappingNode node, String prefix) {
    Section section = new Section(file, file.placeOf(node), prefix);
    for (NodeTuple tuple : node.getValue()) {
      section.take(tuple.getKeyNode(), tuple.getValueNode());
    }
    return section;
  }

  private void take(Node key, Node value) {
    if (!(key instanceof ScalarNode scalar)) {
      file.fault(key, prefix, "a field's name must be plain text");
      return;
    }
    String name = scalar.getValue();
    Node first = keys.putIfAbsent(name, key);
    if (first == null) {
      values.put(name, new Value(file, value, prefix + name));
    } else {
      String message = "is given twice, first in line " + file.placeOf(first).line();
      file.fault(key, prefix + name, message + ": remove one");
    }
  }

  /** The same section under another field path. */
  public Section under(String otherPrefix) {
    Section section = new Section(file, place, otherPrefix);
    section.keys.putAll(keys);
    values.forEach((name, value) -> section.values.put(name, value.under(otherPrefix + name)));
    return section;
  }

  /** Where it begins. */
  public Place place() {
    return place;
  }

  /** The folder that relative paths are meant from. */
  public Path folder() {
    return file.folder();
  }

  /** The names of its fields, in the file's order. */
  public List<String> names() {
    return new ArrayList<>(values.keySet());
  }

  /** What the field holds; empty if it isn't given. */
  public Optional<Value> value(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /** What the field holds; tells the fault if it isn't given. */
  public Optional<Value> required(String name, String expected) {
    if (!values.containsKey(name)) {
      fault(name, "is missing: give " + expected);
    }
    return value(name);
  }

  /** Tells that something is wrong with a field that isn't there, or with several together. */
  public void fault(String name, String message) {
    file.faults().add(place, prefix + name, message);
  }

  /** Tells each field that isn't among those known. */
  public void refuseOthers(Set<String> known, Function<String, String> why) {
    for (Map.Entry<String, Node> key : keys.entrySet()) {
      String name = key.getKey();
      if (!known.contains(name)) {
        file.fault(key.getValue(), prefix + name, why.apply(name));
      }
    }
  }
}
