/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.config;

import io.forebay.checkpoint.postgresql.PostgresSettings;
import io.forebay.source.Setting;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where progress is kept.
 *
 * @param type the store's type: {@link #SQLITE} or {@link #POSTGRESQL}
 * @param path SQLite's file; empty: {@code forebay.db} in the data folder
 * @param url PostgreSQL's JDBC URL; given if and only if that is the type; may hold secrets
 * @param user PostgreSQL's role
 * @param password its password; a secret, never shown by {@link #toString}
 * @param schema PostgreSQL's schema with the tables
 */
public record CheckpointSettings(
    String type,
    Optional<Path> path,
    Optional<String> url,
    Optional<String> user,
    Optional<String> password,
    String schema) {

  /** One file on this machine. */
  public static final String SQLITE = "sqlite";

  /** A database that engines on several machines can share. */
  public static final String POSTGRESQL = "postgresql";

  /** A store without a server. */
  public CheckpointSettings(String type, Optional<Path> path) {
    this(type, path, Optional.empty(), Optional.empty(), Optional.empty(), PostgresSettings.SCHEMA);
  }

  /** The definitions of the section {@code checkpoint}. */
  static List<Setting> definitions() {
    return List.of(
        Setting.choice("type", List.of(SQLITE, POSTGRESQL), "The store that progress is kept in."),
        Setting.optional(
            "path",
            Setting.Type.PATH,
            "For sqlite: the store's file; forebay.db in the data folder if left out."),
        Setting.optional(
            "url",
            Setting.Type.TEXT,
            "For postgresql, and required there: the database's JDBC URL,"
                + " jdbc:postgresql://host:5432/database, with the driver's parameters after a ?"
                + " (sslmode=verify-full, several hosts and targetServerType=primary, …)."),
        Setting.optional(
            "user",
            Setting.Type.TEXT,
            "For postgresql: the role to log in as; the operating system's user if left out."),
        Setting.optional(
            "password",
            Setting.Type.TEXT,
            "For postgresql: the role's password, best as a reference: ${env:…} or ${file:…}."),
        Setting.optional(
                "schema",
                Setting.Type.TEXT,
                "For postgresql: the schema with Forebay's tables, created if missing. Small"
                    + " letters, digits and _.")
            .withDefault(PostgresSettings.SCHEMA));
  }

  /** Without the password and the URL, where secrets can stand too. */
  @Override
  public String toString() {
    return "checkpoints in " + type + path.map(file -> " " + file).orElse("");
  }
}
