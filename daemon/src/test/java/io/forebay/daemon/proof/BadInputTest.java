/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.proof;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.checkpoint.sqlite.SqliteCheckpointStore;
import io.forebay.chronicle.ChronicleStream;
import io.forebay.chronicle.StreamOptions;
import io.forebay.daemon.Child;
import io.forebay.source.KeyHash;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files that are not what they should be: the daemon says so in a sentence, and all else goes on.
 */
@Timeout(180)
class BadInputTest {

  private static final int RECORDS = 4_000;

  private static final String CONFIG =
      """
      mappings:
      - {name: orders, source: {type: chronicle, path: orders}, handler: test-misbehaving}
      - {name: clicks, source: {type: chronicle, path: clicks}, handler: test-misbehaving}
      """;

  @TempDir private Path temp;

  @Test
  void shouldReadTheOthersWhenQueueFilesAreCutOrForeignAndTheseTooOnceTheyAreMended()
      throws Exception {
    append("orders");
    append("clicks");
    byte[] whole = Files.readAllBytes(queueFile(0));
    byte[] other = Files.readAllBytes(queueFile(1));
    Files.write(queueFile(0), Arrays.copyOf(whole, 70_000));
    Files.writeString(queueFile(1), "This is a letter to a friend.\n");
    long healthy = RECORDS - inShard(0) - inShard(1);
    try (Daemon daemon = Daemon.run(temp, CONFIG)) {
      daemon.awaitCount("records_handled", "clicks", RECORDS);
      daemon.awaitCount("records_handled", "orders", healthy);
      String health =
          daemon.awaitHealth(
              "shard shard-0000: queue file " + queueFile(0) + " ends before its last message does",
              "shard shard-0001: file " + queueFile(1) + " is not a Chronicle queue file");
      assertThat(health).contains("\"mapping\":\"orders\"").doesNotContain("clicks");
      assertThat(daemon.child().err()).contains("ends before", "is not a Chronicle queue file");
      assertThat(daemon.count("records_handled", "orders")).isEqualTo(healthy);

      Files.write(queueFile(0), whole);
      Files.write(queueFile(1), other);
      daemon.awaitCount("records_handled", "orders", RECORDS);
      daemon.awaitHealth("\"ready\":true");
      daemon.stop();
    }
  }

  @Test
  void shouldOutliveAQueueFileThatIsCutWhileItIsRead() throws Exception {
    append("orders");
    append("clicks");
    try (Daemon daemon = Daemon.run(temp, CONFIG)) {
      daemon.awaitCount("records_handled", "orders", RECORDS);
      try (RandomAccessFile file = new RandomAccessFile(queueFile(0).toFile(), "rw")) {
        file.setLength(70_000);
      }
      daemon.awaitHealth("shard shard-0000: ", "" + queueFile(0));
      append("clicks");
      daemon.awaitCount("records_handled", "clicks", 2 * RECORDS);
      daemon.stop();
    }
  }

  @Test
  void shouldNotStartOnACheckpointFileOfANewerVersion() throws Exception {
    SqliteCheckpointStore.open(store()).close();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + store());
        Statement statement = connection.createStatement()) {
      statement.execute("pragma user_version = 7");
    }
    mustNotStart("forebay: Checkpoint file " + store() + " has version 7", "run the newer Forebay");
  }

  @Test
  void shouldNotStartOnADamagedCheckpointFile() throws Exception {
    byte[] garbage = new byte[20_000];
    new Random(3).nextBytes(garbage);
    Files.createDirectories(store().getParent());
    Files.write(store(), garbage);
    mustNotStart("forebay: Checkpoint file " + store(), "is damaged or not a SQLite database");
    assertThat(store()).as("left as it was").hasBinaryContent(garbage);
  }

  @Test
  void shouldNotStartOnACheckpointFileThatWasCut() throws Exception {
    append("orders");
    append("clicks");
    try (Daemon daemon = Daemon.run(temp, CONFIG)) {
      daemon.awaitCount("records_handled", "orders", RECORDS);
      daemon.stop();
    }
    byte[] whole = Files.readAllBytes(store());
    Files.write(store(), Arrays.copyOf(whole, whole.length / 2));
    mustNotStart("forebay: Checkpoint file " + store(), "damaged");
  }

  @Test
  void shouldListEveryFaultOfTheConfiguration() throws Exception {
    String config =
        """
        engine: {drainTimeout: 5}
        mappings:
        - name: orders
          source: {type: chronicel, path: orders}
          handler: nobody
          batchSize: 20000
          maximumRetryAttemps: 3
        - name: orders
          source: {type: chronicle}
          handler: test-ledger
          parallelizationFactor: 11
        """;
    try (Child child = Daemon.start(temp, config)) {
      assertThat(child.exitCode()).isEqualTo(2);
      assertThat(child.err())
          .contains(
              "forebay.yaml:2:24:",
              "drainTimeout",
              "there is no type 'chronicel'",
              "there is no handler 'nobody'",
              "batchSize: 20000 is out of range",
              "did you mean 'maximumRetryAttempts'?",
              "is called 'orders' too",
              "path",
              "parallelizationFactor: 11 is out of range")
          .doesNotContain("\tat ");
    }
    assertThat(temp.resolve("data")).doesNotExist();
  }

  private void mustNotStart(String begin, String... words) throws Exception {
    try (Child child = Daemon.start(temp, CONFIG)) {
      assertThat(child.exitCode()).isEqualTo(1);
      assertThat(child.err()).startsWith(begin).contains(words).doesNotContain("\tat ");
      assertThat(child.err().lines()).hasSize(1);
    }
  }

  private void append(String name) throws Exception {
    try (ChronicleStream stream =
        ChronicleStream.openOrCreate(temp.resolve(name), StreamOptions.shards(4))) {
      for (int i = 0; i < RECORDS; i++) {
        stream.append("key-" + i, LedgerLine.data(i, 200).getBytes(UTF_8));
      }
    }
  }

  private static long inShard(int shard) {
    return IntStream.range(0, RECORDS)
        .filter(i -> KeyHash.shardOf(("key-" + i).getBytes(UTF_8), 4) == shard)
        .count();
  }

  private Path queueFile(int shard) throws Exception {
    try (Stream<Path> files = Files.list(temp.resolve("orders/shard-000" + shard))) {
      return files.filter(file -> file.toString().endsWith(".cq4")).findFirst().orElseThrow();
    }
  }

  private Path store() {
    return temp.resolve("data/forebay.db");
  }
}
