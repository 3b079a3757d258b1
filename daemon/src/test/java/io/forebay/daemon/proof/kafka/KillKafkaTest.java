/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.proof.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.daemon.proof.Lives;
import io.forebay.daemon.proof.Lives.Stored;
import io.forebay.daemon.proof.Lives.Watched;
import io.forebay.daemon.proof.Producer;
import io.forebay.daemon.proof.StoredCheckpoints;
import io.forebay.servers.KafkaServer;
import io.forebay.servers.PostgresDatabase;
import io.forebay.servers.PostgresServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Mappings of factor 1 and 4 over a Kafka topic of 8 partitions, by both group protocols, their
 * progress in the group's offsets, in SQLite and in PostgreSQL.
 */
@Tag("servers")
@Timeout(300)
class KillKafkaTest {

  private static final int KILLS = 21;
  private static final int PARTITIONS = 8;
  private static final int SESSION_MILLIS = 2_000;

  @TempDir private Path temp;

  private final long seed = Long.getLong("forebay.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final KafkaServer server = KafkaServer.shared();
  private final String topic = server.newTopic("killed", PARTITIONS);

  /** A new life soon takes over: its member has an id, or the old one's session ends soon. */
  private enum Protocol {
    STATIC("classic", "group.instance.id: %s"),
    CLASSIC("classic", "session.timeout.ms: " + SESSION_MILLIS + ", heartbeat.interval.ms: 400"),
    CONSUMER("consumer", "fetch.max.wait.ms: 100");

    private final String name;
    private final String properties;

    Protocol(String name, String properties) {
      this.name = name;
      this.properties = properties;
    }
  }

  @Test
  void shouldLoseNothingAndRepeatOnlyWhatWasNotStoredInGroupsOrSqliteWhenKilledAgainAndAgain()
      throws Exception {
    try (GroupCheckpoints one = new GroupCheckpoints(server, group("group-one"));
        GroupCheckpoints four = new GroupCheckpoints(server, group("group-four"))) {
      Stored sqlite = new StoredCheckpoints(temp.resolve("data/forebay.db"), temp);
      killAgainAndAgain(
          "Kafka, groups and SQLite",
          "",
          List.of(
              mapping("group-one", 1, Protocol.CONSUMER, one),
              mapping("group-four", 4, Protocol.CLASSIC, four),
              mapping("sqlite-one", 1, Protocol.STATIC, sqlite),
              mapping("sqlite-four", 4, Protocol.CONSUMER, sqlite)));
    }
  }

  @Test
  void shouldLoseNothingAndRepeatOnlyWhatWasNotStoredInPostgresWhenKilledAgainAndAgain()
      throws Exception {
    PostgresDatabase database = PostgresServer.shared().newDatabase();
    try (PostgresCheckpoints postgres = new PostgresCheckpoints(database)) {
      killAgainAndAgain(
          "Kafka, PostgreSQL",
          PostgresCheckpoints.section(database),
          List.of(
              mapping("postgres-one", 1, Protocol.CONSUMER, postgres),
              mapping("postgres-four", 4, Protocol.CLASSIC, postgres)));
    }
  }

  private void killAgainAndAgain(String title, String preface, List<Watched> mappings)
      throws Exception {
    System.out.println("forebay.seed=" + seed);
    try (KafkaTopicLog log = KafkaTopicLog.withGaps(server, topic);
        Producer producer = new Producer(log, random.nextLong())) {
      Lives lives = new Lives(temp, log, random, preface, mappings);
      lives.liveAndDie(KILLS);
      int appended = producer.stop();
      lives.finish();
      assertThat(log.size()).isEqualTo(appended);
      assertThat(log.shards()).hasSize(PARTITIONS);
      for (Watched each : mappings) {
        if (each.factor() > 1) {
          assertThat(lives.history(each.name()).outOfOrder()).isPositive();
        }
      }
      lives.print(title);
    }
  }

  private Watched mapping(String name, int factor, Protocol protocol, Stored stored)
      throws Exception {
    String group = group(name);
    if (protocol == Protocol.CONSUMER) {
      shortenSession(group);
    }
    String source =
        "{type: kafka, bootstrapServers: \"%s\", topic: %s, group: %s, groupProtocol: %s,"
            + " checkpoints: %s, properties: {%s}}";
    return new Watched(
        name,
        factor,
        source.formatted(
            server.bootstrapServers(),
            topic,
            group,
            protocol.name,
            stored instanceof GroupCheckpoints ? "group" : "store",
            protocol.properties.formatted(group)),
        stored);
  }

  private String group(String mapping) {
    return topic + "-" + mapping;
  }

  /** With this protocol the broker decides on it. */
  private void shortenSession(String group) throws Exception {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.GROUP, group);
    List<AlterConfigOp> changes =
        List.of(
            set("consumer.session.timeout.ms", SESSION_MILLIS),
            set("consumer.heartbeat.interval.ms", 400));
    try (Admin admin =
        Admin.create(
            Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, server.bootstrapServers()))) {
      admin.incrementalAlterConfigs(Map.of(resource, changes)).all().get();
    }
  }

  private static AlterConfigOp set(String name, int value) {
    return new AlterConfigOp(
        new ConfigEntry(name, Integer.toString(value)), AlterConfigOp.OpType.SET);
  }
}
