/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.checkpoint.postgresql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.forebay.checkpoint.CheckpointException;
import io.forebay.checkpoint.ShardKey;
import io.forebay.checkpoint.jdbc.Dialect;
import io.forebay.checkpoint.jdbc.Migrations;
import io.forebay.checkpoint.jdbc.ShardRow;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * How a PostgreSQL database is reached and written. Its connection comes from a pool, which looks
 * after it: checks it before it gives it out again after a while, and replaces it when it is old or
 * broken.
 */
final class PostgresDialect implements Dialect {

  /** How long a connection is waited for, and how long its opening may take. */
  private static final int CONNECT_SECONDS = 5;

  /**
   * How long a server may be silent on a request. Much longer than any request takes; without it a
   * frozen server or a cut cable would be waited for for hours.
   */
  private static final int ANSWER_SECONDS = 10;

  private final PostgresSettings settings;
  private final PostgresFaults faults;
  private final HikariDataSource pool;

  private PostgresDialect(PostgresSettings settings, PostgresFaults faults, HikariDataSource pool) {
    this.settings = settings;
    this.faults = faults;
    this.pool = pool;
  }

  /** With a database that can be reached and has its tables. */
  static PostgresDialect ready(PostgresSettings settings, Migrations migrations)
      throws CheckpointException {
    PGSimpleDataSource server = server(settings);
    var faults = new PostgresFaults(settings, server);
    try (Connection connection = server.getConnection()) {
      try (var statement = connection.createStatement()) {
        statement.execute(sessionSettings(settings));
      }
      new PostgresSchema(settings.schema(), migrations, faults).prepare(connection);
    } catch (SQLException e) {
      throw faults.explain(e);
    }
    return new PostgresDialect(settings, faults, new HikariDataSource(pool(settings, server)));
  }

  private static PGSimpleDataSource server(PostgresSettings settings) throws CheckpointException {
    if (!settings.schema().matches(PostgresSettings.SCHEMA_NAME)) {
      throw new CheckpointException(
          "The checkpoint database's schema can't be called \""
              + settings.schema()
              + "\": use small letters, digits and _, at most 63, the first one no digit.");
    }
    var server = new PGSimpleDataSource();
    try {
      server.setUrl(settings.url());
    } catch (IllegalArgumentException e) {
      throw new CheckpointException(
          "The checkpoint database's URL can't be read: write"
              + " jdbc:postgresql://host:5432/database, with the driver's parameters after a ?.",
          e);
    }
    if (!settings.names("loginTimeout")) {
      server.setLoginTimeout(CONNECT_SECONDS);
    }
    if (!settings.names("socketTimeout")) {
      server.setSocketTimeout(ANSWER_SECONDS);
    }
    if (!settings.names("tcpKeepAlive")) {
      server.setTcpKeepAlive(true);
    }
    if (!settings.names("ApplicationName")) {
      server.setApplicationName("forebay");
    }
    settings.user().ifPresent(server::setUser);
    settings.password().ifPresent(server::setPassword);
    return server;
  }

  private static HikariConfig pool(PostgresSettings settings, PGSimpleDataSource server) {
    var config = new HikariConfig();
    config.setPoolName("forebay-checkpoints");
    config.setDataSource(server);
    config.setConnectionInitSql(sessionSettings(settings));
    // One thread asks.
    config.setMaximumPoolSize(1);
    // Else the pool would go on trying by itself while a server is away, at longer and longer
    // intervals, and be late when it is back.
    config.setMinimumIdle(0);
    config.setConnectionTimeout(CONNECT_SECONDS * 1_000L);
    // The first to ask is told what is wrong, as every later one is.
    config.setInitializationFailTimeout(-1);
    return config;
  }

  /**
   * What a session must not have from the server's configuration: the tables' schema; a commit that
   * is acknowledged is on the disk; each statement sees what was committed before it. An engine
   * that freezes in a transaction does not hold up the others' leases for long.
   */
  private static String sessionSettings(PostgresSettings settings) {
    return "select set_config('search_path', '"
        + settings.schema()
        + "', false),"
        + " set_config('default_transaction_isolation', 'read committed', false),"
        + " set_config('synchronous_commit', case current_setting('synchronous_commit')"
        + " when 'off' then 'on' else current_setting('synchronous_commit') end, false),"
        + " set_config('lock_timeout', '5s', false),"
        + " set_config('idle_in_transaction_session_timeout', '10s', false)";
  }

  @Override
  public String name() {
    return faults.place() + " schema " + settings.schema();
  }

  @Override
  public Connection connect() throws SQLException {
    return pool.getConnection();
  }

  @Override
  public boolean pooled() {
    return true;
  }

  @Override
  public void lock(Connection connection, String mapping) throws SQLException {
    ManyRows.lock(connection, mapping);
  }

  @Override
  public Set<ShardKey> save(Connection connection, List<ShardRow> rows, long nowMillis)
      throws SQLException {
    return ManyRows.save(connection, rows, nowMillis);
  }

  @Override
  public CheckpointException explain(SQLException fault) {
    return faults.explain(fault);
  }

  @Override
  public CheckpointException damaged(String mapping, String shard) {
    return faults.damagedRow(mapping, shard);
  }

  @Override
  public void close() {
    pool.close();
  }
}
