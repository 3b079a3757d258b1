/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.config.text;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;

/** A file being read: what its sections and values need to know of it. */
final class ConfigFile {

  private final String name;
  private final Path folder;
  private final References references;
  private final Faults faults;

  ConfigFile(Path path, Map<String, String> environment, Faults faults) {
    this.name = path.toString();
    this.folder = Optional.ofNullable(path.toAbsolutePath().getParent()).orElse(path);
    this.references = new References(environment, folder);
    this.faults = faults;
  }

  /** The folder that relative paths in the file are meant from. */
  Path folder() {
    return folder;
  }

  References references() {
    return references;
  }

  Faults faults() {
    return faults;
  }

  Place whole() {
    return Place.of(name);
  }

  Place placeOf(Node node) {
    return placeOf(node.getStartMark());
  }

  Place placeOf(Optional<Mark> mark) {
    return mark.map(m -> new Place(name, m.getLine() + 1, m.getColumn() + 1)).orElse(whole());
  }

  void fault(Node node, String field, String message) {
    faults.add(placeOf(node), field, message);
  }
}
