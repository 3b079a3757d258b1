/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.proof;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.chronicle.ChronicleStream;
import io.forebay.chronicle.StreamOptions;
import io.forebay.discard.DiscardEntry;
import io.forebay.servers.SmallDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Disks that are full while the daemon runs: nothing is lost, and it goes on when there is room.
 */
@Timeout(180)
class FullDiskTest {

  /** So that an entry does not fit into the rest of its file's last block. */
  private static final String PADDING = "x".repeat(8_192);

  @TempDir private Path temp;

  private SmallDisk disk;
  private ChronicleStream stream;
  private int appended;

  @BeforeEach
  void mount() throws Exception {
    disk = SmallDisk.mount("1m");
    stream = ChronicleStream.openOrCreate(temp.resolve("orders"), StreamOptions.shards(2));
  }

  @AfterEach
  void unmount() throws IOException {
    stream.close();
    disk.close();
  }

  @Test
  void shouldStopFetchingWhileCheckpointsFindNoRoomAndGoOnWhenThereIs() throws Exception {
    append(200);
    try (Daemon daemon = Daemon.run(temp, checkpointsOnDisk("life"))) {
      daemon.awaitCount("records_handled", "orders", 200);
      fillUntilTold(daemon);
      long polled = daemon.count("records_polled", "orders");
      append(500);
      assertThat(Until.within(1_500, () -> daemon.count("records_polled", "orders") > polled))
          .as("fetches though its progress can't be stored")
          .isFalse();

      disk.makeRoom();
      daemon.awaitCount("records_handled", "orders", appended);
      daemon.awaitHealth("\"ready\":true");
      daemon.stop();
    }
    assertThat(handled("life")).hasSize(appended).doesNotHaveDuplicates();
    assertThat(stored()).isEqualTo(appended);
  }

  @Test
  void shouldLoseNothingWhenKilledWhileCheckpointsFindNoRoom() throws Exception {
    append(200);
    try (Daemon daemon = Daemon.run(temp, checkpointsOnDisk("first"))) {
      daemon.awaitCount("records_handled", "orders", 200);
      daemon.awaitCount("checkpoints", "orders", 3); // where two shards begin, and some progress
      fillUntilTold(daemon);
      daemon.kill();
    }
    append(100);
    disk.makeRoom();
    int before = stored();
    assertThat(before).isPositive();
    try (Daemon daemon = Daemon.run(temp, checkpointsOnDisk("second"))) {
      daemon.awaitCount("records_handled", "orders", appended - before);
      daemon.awaitHealth("\"ready\":true");
      daemon.stop();
    }
    assertThat(handled("second")).hasSize(appended - before);
    Set<Long> all = new TreeSet<>(handled("first"));
    all.addAll(handled("second"));
    assertThat(all).hasSize(appended);
  }

  @Test
  void shouldKeepWhatIsDiscardedUntilItsFileFindsRoom() throws Exception {
    discard("error", 5);
    append(50);
    Path file = disk.folder().resolve("failed.jsonl");
    String config =
        """
        mappings:
        - name: orders
          source: {type: chronicle, path: orders}
          handler: test-misbehaving
          batchSize: 1
          parallelizationFactor: 10
          maximumRetryAttempts: 0
          onFailure: {type: file, path: %s}
        """
            .formatted(file);
    try (Daemon daemon = Daemon.run(temp, config)) {
      daemon.awaitCount("records_delivered", "orders", 5);
      disk.fill();
      discard("exception", 3);
      daemon.awaitHealth("failure destination file:" + file, "disk space");
      append(50);
      daemon.awaitCount("records_handled", "orders", 100);
      assertThat(daemon.count("records_delivered", "orders")).isEqualTo(5);
      disk.makeRoom();
      daemon.awaitCount("records_delivered", "orders", 8);
      daemon.awaitHealth("\"ready\":true");

      disk.fill();
      discard("null", 4);
      daemon.awaitHealth("failure destination file:" + file);
      daemon.kill();
    }
    disk.makeRoom();
    try (Daemon daemon = Daemon.run(temp, config)) {
      daemon.awaitCount("records_delivered", "orders", 4);
      daemon.stop();
    }
    assertThat(discarded(file))
        .contains("error 0", "error 4", "exception 0", "exception 2", "null 0", "null 3");
    assertThat(new TreeSet<>(discarded(file))).hasSize(12);
  }

  /**
   * Fills until the store can't be written to for good: what it has in its log it still takes, and
   * when it gives up its connection, that log goes and makes room.
   */
  private void fillUntilTold(Daemon daemon) throws Exception {
    long[] since = {System.nanoTime()};
    Until.holds(
        "it says that the disk is full, and goes on saying so",
        () -> {
          disk.fill();
          if (!daemon.get("health/ready").contains("the disk is full")) {
            append(1);
            since[0] = System.nanoTime();
          }
          return System.nanoTime() - since[0] > 1_500_000_000L;
        });
    daemon.awaitHealth("\"ready\":false", "\"mapping\":\"orders\"", "the disk is full");
  }

  private int stored() throws Exception {
    try (StreamLog log = new StreamLog(temp.resolve("orders"))) {
      log.readOn();
      return StoredCheckpoints.load(disk.folder().resolve("checkpoints.db"), "orders")
          .values()
          .stream()
          .mapToInt(checkpoint -> log.settled(checkpoint).cardinality())
          .sum();
    }
  }

  private void append(int count) throws Exception {
    for (int i = 0; i < count; i++) {
      stream.append("key-" + appended, LedgerLine.data(appended++, 0).getBytes(UTF_8));
    }
  }

  private void discard(String command, int count) throws Exception {
    for (int i = 0; i < count; i++) {
      stream.append(command + i, (command + " " + i + " " + PADDING).getBytes(UTF_8));
    }
  }

  private static List<String> discarded(Path file) throws Exception {
    List<String> payloads = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      DiscardEntry.parse(line.getBytes(UTF_8))
          .records()
          .forEach(rec -> payloads.add(rec.dataText().replace(" " + PADDING, "")));
    }
    return payloads;
  }

  private List<Long> handled(String life) throws IOException {
    return LedgerLine.read(temp.resolve(life + ".txt")).stream()
        .filter(line -> line.what() == LedgerLine.HANDLED)
        .map(LedgerLine::seq)
        .toList();
  }

  private String checkpointsOnDisk(String life) {
    return """
    engine: {checkpointInterval: 50ms}
    checkpoint: {path: %s}
    mappings:
    - name: orders
      source: {type: chronicle, path: orders}
      handler: {name: test-ledger, settings: {file: %s}}
    """
        .formatted(disk.folder().resolve("checkpoints.db"), temp.resolve(life + ".txt"));
  }
}
