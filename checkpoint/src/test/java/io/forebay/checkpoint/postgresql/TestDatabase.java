/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.checkpoint.postgresql;

import io.forebay.checkpoint.CheckpointException;
import io.forebay.servers.PostgresDatabase;
import io.forebay.servers.PostgresServer;
import io.forebay.servers.SmallDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/** A database of a test's own on a real server, and ways into it behind the store's back. */
record TestDatabase(PostgresServer server, PostgresDatabase database) {

  private static final String ROLE_PASSWORD = "open sesame";

  static TestDatabase on(PostgresServer server) {
    return new TestDatabase(server, server.newDatabase());
  }

  String url() {
    return database.url();
  }

  String user() {
    return database.user();
  }

  String password() {
    return database.password();
  }

  PostgresCheckpointStore open() throws CheckpointException {
    return open(PostgresSettings.SCHEMA);
  }

  PostgresCheckpointStore open(String schema) throws CheckpointException {
    return PostgresCheckpointStore.open(settings("", schema));
  }

  /** With parameters, {@code ?a=b&c=d}, at the URL's end. */
  PostgresSettings settings(String parameters, String schema) {
    return new PostgresSettings(
        url() + parameters, Optional.of(user()), Optional.of(password()), schema);
  }

  /** As a role that {@link #newRole} made. */
  PostgresSettings settingsOf(String role) {
    return new PostgresSettings(
        url(), Optional.of(role), Optional.of(ROLE_PASSWORD), PostgresSettings.SCHEMA);
  }

  /** A role that may log in, and nothing else. */
  String newRole() throws SQLException {
    String name = user() + "_role";
    asAdministrator("create role %s login password '%s'".formatted(name, ROLE_PASSWORD));
    return name;
  }

  /**
   * From now on the owner's new tables are on this disk. The tablespace's name; drop it at the end.
   * Skips the test if the server is in a container.
   */
  String onDisk(SmallDisk disk) throws IOException, SQLException {
    String name = user() + "_disk";
    Path folder = Files.createDirectory(disk.folder().resolve("tablespace"));
    try {
      Files.setOwner(
          folder,
          folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("postgres"));
      asAdministrator("create tablespace %s location '%s'".formatted(name, folder));
    } catch (SQLException | UserPrincipalNotFoundException e) {
      return Assumptions.abort("skipped: the server does not see this machine's folders");
    }
    asAdministrator(
        "grant create on tablespace %s to %s".formatted(name, user()),
        "alter role %s set default_tablespace = %s".formatted(user(), name));
    return name;
  }

  void asOwner(String... statements) throws SQLException {
    try (var connection = database.connect()) {
      run(connection, statements);
    }
  }

  void asAdministrator(String... statements) throws SQLException {
    try (var connection = server.maintenance().connect()) {
      run(connection, statements);
    }
  }

  private static void run(Connection connection, String... statements) throws SQLException {
    try (var statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  String text(String query) throws SQLException {
    try (var connection = database.connect();
        var statement = connection.createStatement();
        var row = statement.executeQuery(query)) {
      row.next();
      return row.getString(1);
    }
  }
}
