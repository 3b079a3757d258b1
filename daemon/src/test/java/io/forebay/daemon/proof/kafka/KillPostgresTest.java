/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.proof.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.chronicle.ChronicleStream;
import io.forebay.chronicle.StreamOptions;
import io.forebay.daemon.proof.Daemon;
import io.forebay.daemon.proof.History;
import io.forebay.daemon.proof.LedgerLine;
import io.forebay.daemon.proof.Lives;
import io.forebay.daemon.proof.Lives.Watched;
import io.forebay.daemon.proof.Producer;
import io.forebay.daemon.proof.RecordLog;
import io.forebay.daemon.proof.StreamLog;
import io.forebay.daemon.proof.Until;
import io.forebay.servers.KafkaServer;
import io.forebay.servers.PostgresDatabase;
import io.forebay.servers.PostgresServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Progress in PostgreSQL: the daemon is killed, and the server under a daemon that runs on. */
@Tag("servers")
@Timeout(240)
class KillPostgresTest {

  private static final int KILLS = 4;
  private static final int FAILURES = 2;
  private static final int BATCH = 20;
  private static final int INTERVAL = 100;

  @TempDir private Path temp;

  private final long seed = Long.getLong("forebay.seed", System.nanoTime());
  private final Random random = new Random(seed);

  @Test
  void shouldLoseNothingAndRepeatOnlyWhatWasNotStoredWhenTheDaemonIsKilled() throws Exception {
    System.out.println("forebay.seed=" + seed);
    PostgresDatabase database = PostgresServer.shared().newDatabase();
    Path folder = temp.resolve("stream");
    try (PostgresCheckpoints stored = new PostgresCheckpoints(database);
        ChronicleStream stream = ChronicleStream.openOrCreate(folder, StreamOptions.shards(4));
        Producer producer = new Producer(stream::append, random.nextLong());
        StreamLog log = new StreamLog(folder)) {
      String source = "{type: chronicle, path: stream}";
      List<Watched> mappings =
          List.of(new Watched("one", 1, source, stored), new Watched("four", 4, source, stored));
      String preface = PostgresCheckpoints.section(database);
      Lives lives = new Lives(temp, log, random, preface, mappings);
      lives.liveAndDie(KILLS);
      int appended = producer.stop();
      lives.finish();
      assertThat(log.size()).isEqualTo(appended);
      lives.print("Chronicle, PostgreSQL");
    }
  }

  @Test
  void shouldGoOnByItselfAndRepeatNothingWhenTheServerIsKilledAndStartedAgain() throws Exception {
    System.out.println("forebay.seed=" + seed);
    KafkaServer broker = KafkaServer.shared();
    String topic = broker.newTopic("store-killed", 8);
    Path folder = temp.resolve("stream");
    try (PostgresServer server = PostgresServer.start();
        ChronicleStream stream = ChronicleStream.openOrCreate(folder, StreamOptions.shards(4));
        StreamLog streamLog = new StreamLog(folder);
        KafkaTopicLog topicLog = KafkaTopicLog.of(broker, topic);
        Producer toStream = new Producer(stream::append, random.nextLong());
        Producer toTopic = new Producer(topicLog, random.nextLong())) {
      PostgresDatabase database = server.newDatabase();
      String config = config(database, broker.bootstrapServers(), topic);
      try (PostgresCheckpoints stored = new PostgresCheckpoints(database);
          Daemon daemon = Daemon.run(temp, config)) {
        killServerNowAndThen(server, daemon);
        toStream.stop();
        toTopic.stop();
        List<History> histories =
            List.of(
                new History("chronicle", 4, BATCH, streamLog),
                new History("kafka", 4, BATCH, topicLog));
        awaitAllStored(stored, histories.get(0), streamLog);
        awaitAllStored(stored, histories.get(1), topicLog);
        daemon.kill();
        judge(stored, histories.get(0), streamLog);
        judge(stored, histories.get(1), topicLog);
      }
    }
  }

  private static void killServerNowAndThen(PostgresServer server, Daemon daemon) throws Exception {
    for (int i = 0; i < FAILURES; i++) {
      for (String mapping : List.of("chronicle", "kafka")) {
        long before = daemon.count("checkpoints", mapping);
        daemon.awaitCount("checkpoints", mapping, before + 20);
      }
      server.kill();
      daemon.awaitHealth("\"ready\":false", "Checkpoint database");
      server.startAgain();
      daemon.awaitHealth("\"ready\":true");
    }
  }

  private static void awaitAllStored(PostgresCheckpoints stored, History history, RecordLog log)
      throws Exception {
    log.readOn();
    Until.holds(
        history.mapping() + " is done",
        () ->
            stored.load(history.mapping()).values().stream()
                    .mapToInt(checkpoint -> log.settled(checkpoint).cardinality())
                    .sum()
                == log.size());
  }

  private void judge(PostgresCheckpoints stored, History history, RecordLog log) throws Exception {
    history.addLife(LedgerLine.read(ledger(history.mapping())));
    history.addCheckpoints(stored.load(history.mapping()), System.currentTimeMillis(), INTERVAL);
    assertThat(history.handled()).isEqualTo(log.size());
    assertThat(history.settled()).isEqualTo(log.size());
    assertThat(history.again()).as("handled twice by " + history.mapping()).isZero();
    System.out.printf(
        "PostgreSQL killed %d times: %d records appended; %s%n",
        FAILURES, log.size(), history.summary());
  }

  private String config(PostgresDatabase database, String brokers, String topic) {
    String mapping =
        """
        - name: %s
          source: %s
          handler: {name: test-ledger, settings: {file: %s, slow: "20", failing: "4"}}
          batchSize: %d
          maximumBatchingWindow: 0
          parallelizationFactor: 4
        """;
    String kafka =
        "{type: kafka, bootstrapServers: \"%s\", topic: %s, checkpoints: store}"
            .formatted(brokers, topic);
    return "engine: {checkpointInterval: %dms}\n".formatted(INTERVAL)
        + PostgresCheckpoints.section(database)
        + "mappings:\n"
        + mapping.formatted(
            "chronicle", "{type: chronicle, path: stream}", ledger("chronicle"), BATCH)
        + mapping.formatted("kafka", kafka, ledger("kafka"), BATCH);
  }

  private Path ledger(String mapping) {
    return temp.resolve(mapping + ".txt");
  }
}
