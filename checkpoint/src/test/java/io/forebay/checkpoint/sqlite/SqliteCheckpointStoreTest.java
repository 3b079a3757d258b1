/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.checkpoint.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forebay.checkpoint.Checkpoint;
import io.forebay.checkpoint.CheckpointException;
import io.forebay.checkpoint.CheckpointStore;
import io.forebay.checkpoint.CheckpointStoreContract;
import io.forebay.checkpoint.SettledMap;
import io.forebay.checkpoint.ShardKey;
import io.forebay.checkpoint.jdbc.Migrations;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
    assertThat(number("pragma user_version")).isEqualTo(2);
  }

  @Test
  void shouldGoOnWithAFileOfVersionOne() throws Exception {
    // What Forebay wrote before there were leases of single shards.
    try (InputStream script = getClass().getResourceAsStream("version-1.sql")) {
      Sql.run(file(), new String(script.readAllBytes(), StandardCharsets.UTF_8));
    }
    assertThat(number("pragma user_version")).isEqualTo(1);
    try (var store = open()) {
      assertThat(number("pragma user_version")).isEqualTo(2);
      var settled = new BitSet();
      settled.set(3, 17);
      settled.set(8_000);
      var first = new ShardKey("orders", "shard-1");
      var second = new ShardKey("orders", "shard-2");
      assertThat(store.load("orders"))
          .isEqualTo(
              Map.of(
                  "shard-1",
                  new Checkpoint(first, 2, "49590338271490", SettledMap.of(settled), true),
                  "shard-2",
                  new Checkpoint(second, 2, "7", SettledMap.EMPTY, false)));
      assertThat(store.load("clicks").get("c").reached()).isEqualTo("ü 漢");
      assertThat(store.acquire("orders", Set.of("shard-1"), "me")).isEqualTo(3);
      assertThat(
              store.save(
                  List.of(
                      new Checkpoint(first, 2, "8", SettledMap.EMPTY, false),
                      new Checkpoint(second, 2, "8", SettledMap.EMPTY, false))))
          .as("the old owner keeps the shards that were not leased")
          .containsExactly(first);
    }
  }

  @Test
  void shouldTellAnOlderForebayThatTheFileIsNewer() throws Exception {
    open().close();
    String first = "pragma application_id = 1180852601; create table a (x integer);";
    assertThatThrownBy(() -> connect(Migrations.of(List.of(first))))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContainingAll("has version 2", "versions up to 1", "run the newer Forebay");
  }

  private void connect(Migrations migrations) throws SQLException, CheckpointException {
    new SqliteDialect(file(), BUSY, migrations).connect().close();
  }

  private int number(String sql) throws SQLException {
    return Sql.number(file(), sql);
  }
}
