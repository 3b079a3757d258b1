/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.checkpoint.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forebay.checkpoint.CheckpointException;
import io.forebay.checkpoint.CheckpointStore;
import io.forebay.checkpoint.CheckpointStoreContract;
import io.forebay.checkpoint.jdbc.Migrations;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteCheckpointStoreTest implements CheckpointStoreContract {

  private static final Duration BUSY = Duration.ofMillis(300);

  @TempDir Path folder;

  @Override
  public CheckpointStore open() throws CheckpointException {
    return SqliteCheckpointStore.open(file());
  }

  private Path file() {
    return folder.resolve("checkpoints.db");
  }

  @Test
  void shouldNameItsFile() throws CheckpointException {
    try (var store = open()) {
      assertThat(store.name()).isEqualTo("sqlite:" + file());
    }
  }

  @Test
  void shouldCreateMissingFoldersWhateverTheirNames() throws CheckpointException {
    Path odd = folder.resolve("new/a?b #1 %41 ü/c'd.db");
    long epoch;
    try (var store = SqliteCheckpointStore.open(odd)) {
      epoch = store.acquire("orders", "me");
    }
    assertThat(odd).isRegularFile();
    try (var store = SqliteCheckpointStore.open(odd)) {
      assertThat(store.acquire("orders", "me")).isGreaterThan(epoch);
    }
  }

  @Test
  void shouldWriteAheadAndSynchronously() throws Exception {
    var dialect = new SqliteDialect(file(), BUSY, Migrations.beside(SqliteDialect.class));
    try (var connection = dialect.connect();
        var statement = connection.createStatement()) {
      try (var mode = statement.executeQuery("pragma journal_mode")) {
        assertThat(mode.getString(1)).isEqualTo("wal");
      }
      try (var synchronous = statement.executeQuery("pragma synchronous")) {
        assertThat(synchronous.getInt(1)).as("full").isEqualTo(2);
      }
    }
  }

  @Test
  void shouldOpenWhenManyOpenTheSameNewFileAtOnce() throws Exception {
    var threads = Executors.newFixedThreadPool(8);
    try {
      for (int round = 0; round < 20; round++) {
        Path file = folder.resolve("new-" + round + ".db");
        Callable<Long> opener =
            () -> {
              try (var store = SqliteCheckpointStore.open(file)) {
                return store.acquire("orders", "me");
              }
            };
        var epochs = new HashSet<Long>();
        for (Future<Long> epoch : threads.invokeAll(Collections.nCopies(8, opener))) {
          assertThat(epochs.add(epoch.get())).as("given once").isTrue();
        }
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void shouldMigrateAnOlderFileStepByStep() throws Exception {
    String first = "pragma application_id = 1180852601; create table a (x integer);";
    String second = "create table b (x integer); insert into a values (7);";
    String third = "insert into b select x from a;";
    connect(Migrations.of(List.of(first)));
    connect(Migrations.of(List.of(first, second, third)));
    assertThat(number("select x from b")).isEqualTo(7);
    assertThat(number("pragma user_version")).isEqualTo(3);
    connect(Migrations.of(List.of(first, second, third)));
    assertThat(number("select count(*) from b")).as("not run again").isEqualTo(1);
  }

  @Test
  void shouldLeaveTheFileAtItsOldVersionWhenAMigrationFails() throws Exception {
    String first = "pragma application_id = 1180852601; create table a (x integer);";
    connect(Migrations.of(List.of(first)));
    assertThatThrownBy(
            () -> connect(Migrations.of(List.of(first, "create table b (x); insert into c ..."))))
        .isInstanceOf(SQLException.class);
    assertThat(number("pragma user_version")).isEqualTo(1);
    assertThat(number("select count(*) from sqlite_master where name = 'b'")).isZero();
  }

  @Test
  void shouldFillAnEmptyFileAsVersionZero() throws Exception {
    Files.createFile(file());
    try (var store = open()) {
      assertThat(store.acquire("orders", "me")).isEqualTo(1);
    }
    assertThat(number("pragma user_version")).isEqualTo(1);
  }

  private void connect(Migrations migrations) throws SQLException, CheckpointException {
    new SqliteDialect(file(), BUSY, migrations).connect().close();
  }

  private int number(String sql) throws SQLException {
    return Sql.number(file(), sql);
  }
}
