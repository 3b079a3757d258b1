/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.checkpoint.postgresql;

import io.forebay.checkpoint.CheckpointException;
import io.forebay.checkpoint.jdbc.Migrations;
import java.sql.Connection;
import java.sql.SQLException;

/** The schema with the tables: judged, created where missing, brought to the newest version. */
final class PostgresSchema {

  /** "Fbay": keeps our advisory lock apart from other programs'. */
  private static final int LOCK_CLASS = 0x46626179;

  private final String schema;
  private final Migrations migrations;
  private final PostgresFaults faults;

  PostgresSchema(String schema, Migrations migrations, PostgresFaults faults) {
    this.schema = schema;
    this.migrations = migrations;
    this.faults = faults;
  }

  /**
   * Makes the schema ready for use. In one transaction and under a lock, so that of several engines
   * that start at once one creates it and the others find it whole.
   */
  void prepare(Connection connection) throws SQLException, CheckpointException {
    String encoding = text(connection, "select current_setting('server_encoding')");
    if (!encoding.equals("UTF8")) {
      throw faults.encoding(encoding);
    }
    if (text(connection, "select current_setting('transaction_read_only')").equals("on")) {
      throw faults.readOnly();
    }
    // Looked at first without the lock: the role need not own anything once the tables are there.
    if (judgedVersion(connection) == migrations.newest()) {
      return;
    }
    connection.setAutoCommit(false);
    text(
        connection, "select pg_advisory_xact_lock(" + LOCK_CLASS + ", hashtext('" + schema + "'))");
    migrate(connection, judgedVersion(connection));
    connection.commit();
    connection.setAutoCommit(true);
  }

  private void migrate(Connection connection, int version) throws SQLException {
    if (version == migrations.newest()) {
      return;
    }
    if (version == 0 && !exists(connection, "pg_namespace where nspname = '" + schema + "'")) {
      update(connection, "create schema " + schema);
    }
    migrations.apply(connection, version);
    update(connection, "update version set version = " + migrations.newest());
  }

  /** Refuses what is not ours or too new; 0 when there are no tables. */
  private int judgedVersion(Connection connection) throws SQLException, CheckpointException {
    // By one query: another engine may be creating the tables, all of them at once.
    String tables =
        text(
            connection,
            "select string_agg(tablename, ' ' order by tablename) from pg_tables"
                + " where schemaname = '"
                + schema
                + "' and tablename in ('last_epoch', 'mapping', 'shard', 'version')");
    if (tables.equals("null")) {
      return 0;
    }
    if (!tables.startsWith("last_epoch ") || !tables.endsWith(" version")) {
      throw faults.foreign();
    }
    // With the schema's name: without, a missing right to the schema looks like a missing table.
    int version =
        Integer.parseInt(text(connection, "select max(version) from " + schema + ".version"));
    if (version > migrations.newest()) {
      throw faults.newer(version, migrations.newest());
    }
    return version;
  }

  private static boolean exists(Connection connection, String what) throws SQLException {
    return text(connection, "select exists (select from " + what + ")").equals("t");
  }

  private static String text(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement();
        var row = statement.executeQuery(sql)) {
      row.next();
      return String.valueOf(row.getString(1));
    }
  }

  private static void update(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }
}
