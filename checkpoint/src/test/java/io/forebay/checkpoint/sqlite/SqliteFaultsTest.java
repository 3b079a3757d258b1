/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.checkpoint.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.forebay.checkpoint.Checkpoint;
import io.forebay.checkpoint.CheckpointException;
import io.forebay.checkpoint.SettledMap;
import io.forebay.checkpoint.ShardKey;
import io.forebay.checkpoint.jdbc.Migrations;
import io.forebay.servers.SmallDisk;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files and disks as they should not be: each is one clear sentence, and nothing is lost. */
class SqliteFaultsTest {

  private static final Duration BUSY = Duration.ofMillis(200);

  @TempDir Path folder;

  private Path file() {
    return folder.resolve("checkpoints.db");
  }

  private static SqliteCheckpointStore open(Path file) throws CheckpointException {
    return SqliteCheckpointStore.open(file, BUSY, Migrations.beside(SqliteCheckpointStore.class));
  }

  private static Checkpoint at(String shard, long epoch, String reached) {
    var settled = new BitSet();
    settled.set(2, 5);
    return new Checkpoint(
        new ShardKey("orders", shard), epoch, reached, SettledMap.of(settled), false);
  }

  /** A closed file with some shards in it. */
  private Map<String, Checkpoint> filled(Path file) throws CheckpointException {
    try (var store = open(file)) {
      long epoch = store.acquire("orders", "me");
      var checkpoints = new ArrayList<Checkpoint>();
      for (int i = 0; i < 100; i++) {
        checkpoints.add(at("shard-" + i, epoch, "position-" + i));
      }
      store.save(checkpoints);
      return store.load("orders");
    }
  }

  private static void assertRefused(Path file, String... words) {
    assertThatThrownBy(() -> open(file).close())
        .isInstanceOf(CheckpointException.class)
        .hasMessageStartingWith("Checkpoint file " + file)
        .hasMessageContainingAll(words)
        .hasMessageNotContaining("\n");
  }

  @Test
  void shouldRefuseGarbage() throws Exception {
    byte[] garbage = new byte[20_000];
    new Random(3).nextBytes(garbage);
    Files.write(file(), garbage);
    assertRefused(file(), "is damaged or not a SQLite database", "restore", "move it away");
    assertThat(file()).as("left as it was").hasBinaryContent(garbage);
  }

  @Test
  void shouldRefuseATruncatedFile() throws Exception {
    filled(file());
    byte[] whole = Files.readAllBytes(file());
    for (int length : new int[] {50, 100, 4_000, 4_096, 5_000, whole.length - 4_096}) {
      Files.write(file(), Arrays.copyOf(whole, length));
      assertRefused(file(), "damaged");
    }
  }

  @Test
  void shouldRefuseAFlippedHeader() throws Exception {
    filled(file());
    byte[] bytes = Files.readAllBytes(file());
    bytes[0] ^= 1;
    Files.write(file(), bytes);
    assertRefused(file(), "is damaged or not a SQLite database");
  }

  @Test
  void shouldNeverLoadAnotherCheckpointWhicheverByteIsFlipped() throws Exception {
    Map<String, Checkpoint> saved = filled(file());
    byte[] whole = Files.readAllBytes(file());
    var random = new Random(11);
    int refused = 0;
    for (int run = 0; run < 1_000; run++) {
      byte[] bytes = whole.clone();
      int place = run < 100 ? run : random.nextInt(bytes.length);
      bytes[place] ^= (byte) (1 << random.nextInt(8));
      Path file = folder.resolve("flipped-" + run + ".db");
      Files.write(file, bytes);
      refused += loadsWhatWasSavedOrNothing(file, saved, place) ? 0 : 1;
    }
    assertThat(refused).isPositive();
  }

  private static boolean loadsWhatWasSavedOrNothing(
      Path file, Map<String, Checkpoint> saved, int place) {
    try (var store = open(file)) {
      for (Checkpoint loaded : store.load("orders").values()) {
        Checkpoint original = saved.get(loaded.shard().shard());
        assertThat(original).as("byte %d: %s", place, loaded).isNotNull();
        assertThat(loaded.reached()).as("byte %d", place).isEqualTo(original.reached());
        assertThat(loaded.ended()).as("byte %d", place).isEqualTo(original.ended());
        assertThat(loaded.settled())
            .as("byte %d", place)
            .isIn(original.settled(), SettledMap.EMPTY);
      }
      return true;
    } catch (CheckpointException e) {
      assertThat(e.getMessage()).as("byte %d", place).startsWith("Checkpoint file ");
      return false;
    }
  }

  @Test
  void shouldSayWhichCheckpointIsDamaged() throws Exception {
    filled(file());
    Sql.run(file(), "update shard set reached = 'position-77' where shard = 'shard-7'");
    try (var store = open(file())) {
      assertThatThrownBy(() -> store.load("orders"))
          .isInstanceOf(CheckpointException.class)
          .hasMessageContaining("damaged checkpoint of orders/shard-7");
    }
  }

  @Test
  void shouldTakeAPositionEditedByHandWhenItsChecksumIsCleared() throws Exception {
    filled(file());
    Sql.run(file(), "update shard set reached = 'here', crc = null where shard = 'shard-7'");
    try (var store = open(file())) {
      assertThat(store.load("orders").get("shard-7").reached()).isEqualTo("here");
    }
  }

  @Test
  void shouldLeaveOutASettledMapItCannotRead() throws Exception {
    Map<String, Checkpoint> saved = filled(file());
    Sql.run(file(), "update shard set settled = x'63000000' where shard = 'shard-7'");
    try (var store = open(file())) {
      Checkpoint loaded = store.load("orders").get("shard-7");
      assertThat(loaded.reached()).isEqualTo(saved.get("shard-7").reached());
      assertThat(loaded.settled()).isEqualTo(SettledMap.EMPTY);
    }
  }

  @Test
  void shouldRefuseANewerVersionAndNameBoth() throws Exception {
    filled(file());
    Sql.run(file(), "pragma user_version = 7");
    assertRefused(file(), "has version 7", "versions up to 2", "run the newer Forebay");
    assertThat(Sql.number(file(), "pragma user_version")).isEqualTo(7);
  }

  @Test
  void shouldRefuseAnotherProgramsDatabase() throws Exception {
    Sql.run(file(), "create table bookmarks (url text)");
    assertRefused(file(), "another program", "name another file");
    assertThat(Sql.number(file(), "select count(*) from sqlite_master")).isEqualTo(1);
  }

  @Test
  void shouldRefuseAFolder() throws Exception {
    Files.createDirectory(file());
    assertRefused(file(), "is a folder");
  }

  @Test
  void shouldSayWhenTheFolderCannotBeMade() throws Exception {
    Files.createFile(folder.resolve("file"));
    assertRefused(folder.resolve("file/checkpoints.db"), "folder can't be");
  }

  @Test
  void shouldFailWhileLockedAndSaveOnceItIsFree() throws Exception {
    try (var store = open(file());
        var other = Sql.connect(file());
        var statement = other.createStatement()) {
      long epoch = store.acquire("orders", "me");
      statement.executeUpdate("begin immediate");
      assertThatThrownBy(() -> store.save(List.of(at("s", epoch, "1"))))
          .isInstanceOf(CheckpointException.class)
          .hasMessageContaining("locked by another process for more than 200 ms");
      assertRefused(file(), "locked by another process");
      statement.executeUpdate("rollback");
      assertThat(store.save(List.of(at("s", epoch, "2")))).isEmpty();
      assertThat(store.load("orders").get("s").reached()).isEqualTo("2");
    }
  }

  @Test
  void shouldSayWhenReadOnlyAndSaveOnceItIsNot() throws Exception {
    try (var disk = SmallDisk.mount("1m")) {
      Path file = disk.folder().resolve("checkpoints.db");
      filled(file);
      disk.readOnly(true);
      assertRefused(file, "is read-only", "name another file");
      assertRefused(disk.folder().resolve("new.db"), "is read-only");
      disk.readOnly(false);
      try (var store = open(file)) {
        long epoch = store.acquire("orders", "me");
        assertThat(store.save(List.of(at("s", epoch, "1")))).isEmpty();
      }
    }
  }

  @Test
  void shouldFailOnAFullDiskLoseNothingAndSaveOnceThereIsRoom() throws Exception {
    try (var disk = SmallDisk.mount("1m");
        var store = open(disk.folder().resolve("checkpoints.db"))) {
      long epoch = store.acquire("orders", "me");
      store.save(List.of(at("s", epoch, "before")));
      disk.fill();
      int acknowledged = saveUntilFull(store, epoch);
      // The store's own log went when it gave up its connection, and made a little room.
      disk.fill();
      assertThatThrownBy(() -> store.save(List.of(at("t", epoch, "x"))))
          .isInstanceOf(CheckpointException.class)
          .hasMessageContainingAll("the disk is full", "make room");
      disk.makeRoom();
      assertThat(store.load("orders")).containsOnlyKeys("s");
      assertThat(store.load("orders").get("s").reached())
          .isEqualTo(acknowledged < 0 ? "before" : "during-" + acknowledged);
      assertThat(store.save(List.of(at("s", epoch, "after")))).isEmpty();
      assertThat(store.load("orders").get("s").reached()).isEqualTo("after");
    }
  }

  /** The number of the last save that was acknowledged; -1: none. */
  private static int saveUntilFull(SqliteCheckpointStore store, long epoch) {
    int acknowledged = -1;
    for (int i = 0; i < 1_000; i++) {
      try {
        store.save(List.of(at("s", epoch, "during-" + i)));
        acknowledged = i;
      } catch (CheckpointException e) {
        assertThat(e).hasMessageContaining("the disk is full");
        return acknowledged;
      }
    }
    return fail("The disk never got full.");
  }

  @Test
  void shouldSayWhenTheDiskIsFullFromTheStart() throws Exception {
    try (var disk = SmallDisk.mount("1m")) {
      disk.fill();
      Path file = disk.folder().resolve("checkpoints.db");
      assertRefused(file, "the disk is full");
      disk.makeRoom();
      open(file).close();
    }
  }

  @Test
  void shouldSayWhenTheNativeLibraryFindsNoRoom() throws Exception {
    try (var disk = SmallDisk.mount("1m")) {
      disk.fill();
      var child = SavingProcess.start(file(), "-Djava.io.tmpdir=" + disk.folder());
      assertThat(child.lines())
          .singleElement()
          .asString()
          .startsWith("Checkpoint file " + file())
          .contains("native library", disk.folder().toString(), "-Dorg.sqlite.tmpdir");
    }
  }
}
