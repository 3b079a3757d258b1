/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.proof.rebalance;

import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.daemon.proof.Producer;
import io.forebay.daemon.proof.kafka.KafkaTopicLog;
import io.forebay.daemon.proof.kafka.PostgresCheckpoints;
import io.forebay.daemon.proof.rebalance.Handovers.Span;
import io.forebay.servers.KafkaServer;
import io.forebay.servers.PostgresServer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Daemons join, leave and die while records flow over the partitions that they share. */
@Tag("servers")
@Timeout(300)
class RebalanceTest {

  private static final int PARTITIONS = 8;
  private static final int SESSION_MILLIS = 3_000;

  @TempDir private Path temp;

  private final KafkaServer broker = KafkaServer.shared();
  private final long seed = Long.getLong("forebay.seed", System.nanoTime());
  private final Map<String, Span> moves = new LinkedHashMap<>();

  @ParameterizedTest
  @CsvSource({"classic, group", "consumer, group", "consumer, store"})
  void shouldLoseNothingKeepOrderAndRepeatOnlyWhatACrashLeavesWhenDaemonsComeAndGo(
      String protocol, String checkpoints) throws Exception {
    System.out.println("forebay.seed=" + seed);
    String topic = broker.newTopic("rebalance-" + protocol, PARTITIONS);
    try (GroupView group = new GroupView(servers(), topic, topic, PARTITIONS);
        KafkaTopicLog log = KafkaTopicLog.of(broker, topic);
        Team team =
            new Team(temp, preface(checkpoints), source(topic, protocol, checkpoints), group);
        Producer producer = new Producer(log, seed)) {
      if (protocol.equals("consumer")) {
        group.sessionTimeout(SESSION_MILLIS);
      }
      team.start("a");
      team.awaitShared();
      move("nobody moves", team, () -> group.awaitAllCommitted());
      move("a second joins", team, () -> team.start("b"));
      move("a third joins", team, () -> team.start("c"));
      Map<String, Long> committed = new HashMap<>();
      AtomicLong committedAt = new AtomicLong();
      move(
          "one is killed",
          team,
          () -> {
            team.kill("b");
            committed.putAll(group.committed());
            committedAt.set(System.currentTimeMillis());
          });
      move("one leaves", team, () -> team.stop("c"));
      int sent = producer.stop();
      log.readOn();
      group.awaitAllCommitted();
      team.stop("a");

      assertThat(log.size()).isEqualTo(sent);
      Handovers handovers = team.handovers();
      print(protocol + " | " + checkpoints, handovers);
      handovers.mustHoldAllOf(log);
      handovers.mustNotComeAgain(committed, committedAt.get());
      moves.forEach(
          (name, span) -> {
            if (!name.equals("one is killed")) {
              assertThat(handovers.again(span)).as(name).isZero();
            }
          });
    }
  }

  private interface Move {
    void make() throws Exception;
  }

  private void move(String name, Team team, Move move) throws Exception {
    long begin = System.currentTimeMillis();
    move.make();
    team.awaitShared();
    moves.put(name, new Span(begin, System.currentTimeMillis()));
  }

  private void print(String title, Handovers handovers) {
    moves.forEach(
        (name, span) -> {
          LongSummaryStatistics each =
              handovers.standstills(span).values().stream()
                  .mapToLong(millis -> millis)
                  .summaryStatistics();
          System.out.printf(
              "%s | %s | %d handled again | no record at all for %d ms; a partition for %d ms at"
                  + " most, %.0f ms on average%n",
              title,
              name,
              handovers.again(span),
              handovers.standstill(span),
              each.getMax(),
              each.getAverage());
        });
  }

  private static String preface(String checkpoints) {
    return checkpoints.equals("group")
        ? ""
        : PostgresCheckpoints.section(PostgresServer.shared().newDatabase());
  }

  private String source(String topic, String protocol, String checkpoints) {
    String properties =
        protocol.equals("classic")
            ? ", properties: {session.timeout.ms: %d, heartbeat.interval.ms: 500}"
                .formatted(SESSION_MILLIS)
            : "";
    return "{type: kafka, bootstrapServers: '%s', topic: %s, group: %s, groupProtocol: %s,"
            .formatted(servers(), topic, topic, protocol)
        + " checkpoints: %s%s}".formatted(checkpoints, properties);
  }

  private String servers() {
    return broker.bootstrapServers();
  }
}
