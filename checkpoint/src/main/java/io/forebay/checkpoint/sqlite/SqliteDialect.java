/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.checkpoint.sqlite;

import io.forebay.checkpoint.CheckpointException;
import io.forebay.checkpoint.ShardKey;
import io.forebay.checkpoint.jdbc.Dialect;
import io.forebay.checkpoint.jdbc.Migrations;
import io.forebay.checkpoint.jdbc.ShardRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteJDBCLoader;

/** How a SQLite file is opened, judged and brought to the newest version. */
final class SqliteDialect implements Dialect {

  /** "Fbay" in the file's header: it is ours. */
  private static final int APPLICATION_ID = 0x46626179;

  private static final long RETRY_NANOS = 5_000_000;

  private final Path file;
  private final Duration busyTimeout;
  private final Migrations migrations;
  private final SqliteFaults faults;

  SqliteDialect(Path file, Duration busyTimeout, Migrations migrations) {
    this.file = file.toAbsolutePath().normalize();
    this.busyTimeout = busyTimeout;
    this.migrations = migrations;
    this.faults = new SqliteFaults(this.file, busyTimeout);
  }

  @Override
  public String name() {
    return "sqlite:" + file;
  }

  @Override
  public boolean pooled() {
    return false;
  }

  /** A transaction keeps every other writer out from its start. */
  @Override
  public void lock(Connection connection, String mapping) {}

  @Override
  public Set<ShardKey> save(Connection connection, List<ShardRow> rows, long nowMillis)
      throws SQLException {
    return RowByRow.save(connection, rows, nowMillis);
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
  public Connection connect() throws SQLException, CheckpointException {
    createFolder();
    loadNativeLibrary();
    var config = new SQLiteConfig();
    config.setBusyTimeout(Math.toIntExact(busyTimeout.toMillis()));
    // Taking the write lock first means that no transaction finds out halfway that it can't write.
    config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
    // As a URI every character of the path is only a character.
    Connection connection = config.createConnection("jdbc:sqlite:" + file.toUri());
    boolean ready = false;
    try {
      migrate(connection);
      keepSafe(connection);
      ready = true;
      return connection;
    } finally {
      if (!ready) {
        connection.close();
      }
    }
  }

  @Override
  public void close() {}

  private void createFolder() throws CheckpointException {
    Path folder = file.getParent();
    if (Files.isDirectory(file) || folder == null) {
      throw faults.isFolder();
    }
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw faults.noFolder(e);
    }
  }

  /** Throws Exception, and links lazily: what is wrong with it is better known here than later. */
  private void loadNativeLibrary() throws CheckpointException {
    try {
      SQLiteJDBCLoader.initialize();
    } catch (Exception | LinkageError e) {
      throw faults.noNativeLibrary(e);
    }
  }

  /**
   * In one transaction, so that of several processes one creates the file and the others find it
   * whole, and so that a file that can't be written is told now.
   */
  private void migrate(Connection connection) throws SQLException, CheckpointException {
    connection.setAutoCommit(false);
    int version = judgedVersion(connection);
    if (version < migrations.newest()) {
      migrations.apply(connection, version);
      update(connection, "pragma user_version = " + migrations.newest());
    }
    connection.setAutoCommit(true);
  }

  /** Refuses what is not ours, not whole or too new; 0 for a file with nothing in it. */
  private int judgedVersion(Connection connection) throws SQLException, CheckpointException {
    int version = number(connection, "pragma user_version");
    int application = number(connection, "pragma application_id");
    int tables = number(connection, "select count(*) from sqlite_master");
    if (version == 0 && application == 0 && tables == 0) {
      return 0;
    }
    if (application != APPLICATION_ID) {
      throw faults.foreign();
    }
    if (version > migrations.newest()) {
      throw faults.newer(version, migrations.newest());
    }
    if (version < 1) {
      throw faults.corrupt("it says its version is " + version);
    }
    String check = text(connection, "pragma quick_check(1)");
    if (!check.equals("ok")) {
      throw faults.corrupt(check);
    }
    return version;
  }

  private void keepSafe(Connection connection) throws SQLException {
    String mode = writeAhead(connection);
    if (!mode.equals("wal")) {
      throw new SQLException(
          "the file system does not support SQLite's write-ahead log, the journal stays " + mode);
    }
    update(connection, "pragma synchronous = full");
  }

  /**
   * Switches a new file over. SQLite does not wait by itself here when another process is opening
   * the same file, so this does.
   */
  private String writeAhead(Connection connection) throws SQLException {
    long start = System.nanoTime();
    while (true) {
      try {
        return text(connection, "pragma journal_mode = wal");
      } catch (SQLException e) {
        if (!faults.isBusy(e) || System.nanoTime() - start > busyTimeout.toNanos()) {
          throw e;
        }
      }
      LockSupport.parkNanos(RETRY_NANOS);
    }
  }

  private static void update(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }

  private static int number(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement();
        var row = statement.executeQuery(sql)) {
      row.next();
      return row.getInt(1);
    }
  }

  private static String text(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement();
        var row = statement.executeQuery(sql)) {
      row.next();
      return String.valueOf(row.getString(1));
    }
  }
}
