/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.proof.rebalance;

import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.daemon.proof.Daemon;
import io.forebay.daemon.proof.Producer;
import io.forebay.daemon.proof.kafka.KafkaTopicLog;
import io.forebay.servers.KafkaServer;
import io.forebay.servers.Listener;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The broker goes away and comes back, in good order and not, while records flow. */
@Tag("servers")
@Timeout(300)
class OutageTest {

  private static final int PARTITIONS = 8;
  private static final String[] DOWN = {
    "\"ready\":false", "EVENT_SOURCE_NOT_AVAILABLE: ", "Kafka does not answer at "
  };
  private static final String UP = "\"ready\":true";

  private static KafkaServer broker;

  @TempDir private Path temp;

  private final long seed = Long.getLong("forebay.seed", System.nanoTime());

  @BeforeAll
  static void start() {
    broker = KafkaServer.start();
  }

  @AfterAll
  static void close() {
    broker.close();
  }

  @Test
  void shouldSayWhyItStandsStillAndGoOnByItselfWhenTheBrokerStopsOrDies() throws Exception {
    System.out.println("forebay.seed=" + seed);
    String topic = broker.newTopic("outage", PARTITIONS);
    try (GroupView group = new GroupView(broker.bootstrapServers(), topic, topic, PARTITIONS);
        KafkaTopicLog log = KafkaTopicLog.of(broker, topic);
        Team team = new Team(temp, "", source(topic), group);
        Producer producer = new Producer(log, seed)) {
      Daemon daemon = team.start("a");
      team.awaitShared();

      Map<String, Long> beforeStop = group.committed();
      long stoppedAt = System.currentTimeMillis();
      broker.stop();
      comeBack("stopped", daemon, team);

      Map<String, Long> beforeKill = group.committed();
      long killedAt = System.currentTimeMillis();
      broker.kill();
      comeBack("killed", daemon, team);

      int sent = producer.stop();
      log.readOn();
      assertThat(log.size()).isEqualTo(sent);
      group.awaitAllCommitted();
      team.stop("a");

      Handovers handovers = team.handovers();
      handovers.mustHoldAllOf(log);
      handovers.mustNotComeAgain(beforeStop, stoppedAt);
      handovers.mustNotComeAgain(beforeKill, killedAt);
      System.out.printf(
          "broker stopped | %d handled again | broker killed | %d handled again%n",
          handovers.again(new Handovers.Span(stoppedAt, killedAt)),
          handovers.again(new Handovers.Span(killedAt, Long.MAX_VALUE)));
    }
  }

  @Test
  void shouldWaitForABrokerThatIsNotThereYet() throws Exception {
    String topic = broker.newTopic("not-yet", PARTITIONS);
    new TopicWriter(broker.clientProperties(Listener.PLAINTEXT)).append(topic, PARTITIONS, 0, 80);
    broker.stop();
    String config =
        """
        mappings:
        - name: orders
          source: %s
          handler: {name: test-misbehaving}
        """
            .formatted(source(topic));
    try (Daemon daemon = Daemon.run(temp, config)) {
      daemon.awaitHealth(DOWN);
      assertThat(daemon.get("health/live")).contains("true");

      broker.startAgain();

      daemon.awaitCount("records_handled", "orders", 80);
      daemon.awaitHealth(UP);
      assertThat(daemon.count("records_handled", "orders")).isEqualTo(80);
      daemon.stop();
    }
  }

  private static void comeBack(String what, Daemon daemon, Team team) throws Exception {
    long gone = System.currentTimeMillis();
    long lines = daemon.child().err().lines().count();
    daemon.awaitHealth(DOWN);
    long told = System.currentTimeMillis();
    broker.startAgain();
    long back = System.currentTimeMillis();
    daemon.awaitHealth(UP);
    long well = System.currentTimeMillis();
    team.awaitShared();
    lines = daemon.child().err().lines().count() - lines;
    System.out.printf(
        "broker %s | told after %d ms | was back after %d ms | well again %d ms later | all that was"
            + " sent meanwhile handled %d ms later | %d lines in the log%n",
        what, told - gone, back - told, well - back, System.currentTimeMillis() - well, lines);
  }

  private static String source(String topic) {
    return "{type: kafka, bootstrapServers: '%s', topic: %s, group: %s}"
        .formatted(broker.bootstrapServers(), topic, topic);
  }
}
