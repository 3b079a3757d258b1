/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.config;

import io.forebay.checkpoint.postgresql.PostgresSettings;
import io.forebay.config.text.Section;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Checked values of the section {@code checkpoint} to settings: what belongs to which store. */
final class CheckpointReader {

  private static final String URL_START = "jdbc:postgresql://";
  private static final List<String> OF_POSTGRESQL = List.of("url", "user", "password", "schema");

  private final Section section;
  private final Map<String, Object> values;

  private CheckpointReader(Section section, Map<String, Object> values) {
    this.section = section;
    this.values = values;
  }

  /**
   * The settings; what is wrong with them is told.
   *
   * @param section the section, if it is given
   * @param values its checked values, defaults filled in; some may be missing if they had faults
   */
  static CheckpointSettings settings(Optional<Section> section, Map<String, Object> values) {
    section.ifPresent(given -> new CheckpointReader(given, values).check());
    return new CheckpointSettings(
        String.valueOf(values.get("type")),
        Optional.ofNullable(values.get("path")).map(Path.class::cast),
        text("url", values),
        text("user", values),
        text("password", values),
        text("schema", values).orElse(PostgresSettings.SCHEMA));
  }

  private static Optional<String> text(String name, Map<String, Object> values) {
    return Optional.ofNullable(values.get(name)).map(String.class::cast);
  }

  private void check() {
    if (CheckpointSettings.SQLITE.equals(values.get("type"))) {
      OF_POSTGRESQL.forEach(name -> refuse(name, CheckpointSettings.POSTGRESQL));
    } else if (CheckpointSettings.POSTGRESQL.equals(values.get("type"))) {
      refuse("path", CheckpointSettings.SQLITE);
      checkServer();
    }
  }

  private void refuse(String name, String type) {
    fault(name, "is for type " + type + " only: remove the line, or write 'type: " + type + "'");
  }

  /** The URL is never shown: a password may stand in it. */
  private void checkServer() {
    if (section.value("url").isEmpty()) {
      section.fault(
          "url", "is missing: give the database's, as in " + URL_START + "host:5432/name");
    } else if (text("url", values).filter(url -> !url.startsWith(URL_START)).isPresent()) {
      fault("url", "must begin with " + URL_START + ", as in " + URL_START + "host:5432/name");
    }
    if (text("schema", values)
        .filter(schema -> !schema.matches(PostgresSettings.SCHEMA_NAME))
        .isPresent()) {
      fault(
          "schema",
          "must be small letters, digits and _, at most 63 of them, the first one no digit");
    }
  }

  private void fault(String name, String message) {
    section.value(name).ifPresent(value -> value.fault(message));
  }
}
