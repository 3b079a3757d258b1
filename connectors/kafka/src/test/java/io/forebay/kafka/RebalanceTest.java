/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.servers.KafkaServer;
import io.forebay.source.ReadFrom;
import io.forebay.source.ShardReader;
import io.forebay.source.SharedSource.Assigned;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Partitions come and go between members of a group, with both group protocols. */
@Tag("servers")
class RebalanceTest {

  private static final ReadFrom HORIZON = new ReadFrom.TrimHorizon();

  @ParameterizedTest
  @ValueSource(strings = {"consumer", "classic"})
  void shouldShareAmongThreeAndTakeOverFromWhoLeaves(String protocol) throws Exception {
    try (TestTopic topic = topic(6, protocol, 300_000);
        TestMember one = topic.member("m").join(HORIZON)) {
      one.awaitAssigned(6);
      try (TestMember two = topic.member("m").join(HORIZON)) {
        one.awaitAssigned(3);
        two.awaitAssigned(3);
        TestMember three = topic.member("m").join(HORIZON);
        awaitShares(List.of(one, two, three), 6, 2);
        three.close();
        awaitShares(List.of(one, two), 6, 3);
      }
      one.awaitAssigned(6);
      assertThat(one.lost).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"consumer", "classic"})
  void shouldGiveUpWhenWhatIsInFlightHasEndedAndIsCommitted(String protocol) throws Exception {
    try (TestTopic topic = topic(2, protocol, 300_000);
        TestMember one = topic.member("m").holding().join(HORIZON)) {
      topic.append(0, 0, 10);
      topic.append(1, 0, 10);
      one.awaitAssigned(2);
      Map<String, ShardReader> readers = new HashMap<>();
      for (String shard : one.shards()) {
        readers.put(shard, one.open(shard));
        assertThat(TestMember.read(readers.get(shard), 5)).hasSize(5);
      }
      try (TestMember two = topic.member("m").join(HORIZON)) {
        TestMember.await("the call to give up", () -> !one.revoked.isEmpty());
        String given = one.revoked.keySet().iterator().next();
        assertThat(readers.get(given).fetch(10, 1_000).records()).isEmpty();
        assertThat(one.commit(given, 4)).isTrue();
        assertThat(two.assigned).isEmpty();
        CompletableFuture<Boolean> last = one.commitLater(given, 6);
        one.revoked.get(given).run();
        assertThat(last.get(60, TimeUnit.SECONDS)).isTrue();
        two.awaitAssigned(1);
        assertThat(two.assigned.get(given).startedAfter()).isEqualTo("6");
        assertThat(one.commit(given, 8)).isFalse();
        assertThat(one.lost).isEmpty();
        ShardReader reader = two.open(given);
        assertThat(TestMember.read(reader, 3)).containsExactly(7, 8, 9);
        reader.close();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"consumer", "classic"})
  void shouldNotWaitForeverForWhatDoesNotEnd(String protocol) throws Exception {
    try (TestTopic topic = topic(2, protocol, 8_000);
        TestMember one = topic.member("m").holding().join(HORIZON)) {
      one.awaitAssigned(2);
      try (TestMember two = topic.member("m").join(HORIZON)) {
        TestMember.await("the call to give up", () -> !one.revoked.isEmpty());
        String given = one.revoked.keySet().iterator().next();
        two.awaitAssigned(1);
        TestMember.await("the end of patience", () -> one.lost.contains(Set.of(given)));
        assertThat(one.commit(given, 8)).isFalse();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"consumer", "classic"})
  void shouldTakeOverFromWhoDies(String protocol) throws Exception {
    try (TestTopic topic = topic(4, protocol, 300_000);
        TestMember one = topic.member("m").join(HORIZON)) {
      one.awaitAssigned(4);
      try (MemberProcess dying = MemberProcess.start(topic, "m", protocol)) {
        one.awaitAssigned(2);
        dying.kill();
        one.awaitAssigned(4);
      }
      assertThat(one.lost).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"consumer", "classic"})
  void shouldCommitNothingOfWhatWasTakenAway(String protocol) throws Exception {
    CountDownLatch goOn = new CountDownLatch(1);
    try (TestTopic topic = topic(2, protocol, 7_000);
        TestMember stuck = topic.member("m").join(HORIZON)) {
      stuck.awaitAssigned(2);
      // The poller stands still, as in a process that is stopped.
      stuck.atRevocation(() -> awaitQuietly(goOn));
      try (TestMember other = topic.member("m").join(HORIZON)) {
        other.awaitAssigned(2);
        List<CompletableFuture<Boolean>> late = new ArrayList<>();
        for (String shard : other.shards()) {
          late.add(stuck.commitLater(shard, 5));
        }
        goOn.countDown();
        for (CompletableFuture<Boolean> one : late) {
          assertThat(one.get(60, TimeUnit.SECONDS)).isFalse();
        }
        TestMember.await("the loss", () -> !stuck.lost.isEmpty());
      }
      stuck.awaitAssigned(2);
      assertThat(stuck.assigned.values()).extracting(Assigned::startedAfter).containsOnly("-1");
    } finally {
      goOn.countDown();
    }
  }

  private static void awaitShares(List<TestMember> members, int all, int each) {
    TestMember.await(
        "fair shares",
        () -> {
          Set<String> shards = new HashSet<>();
          members.forEach(one -> shards.addAll(one.shards()));
          return shards.size() == all
              && members.stream().allMatch(one -> one.assigned.size() == each);
        });
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Sessions end after 6 s, whichever side knows it. */
  private static TestTopic topic(int partitions, String protocol, int maxPollInterval)
      throws Exception {
    Map<String, String> properties = new HashMap<>();
    properties.put("metadata.max.age.ms", "500");
    properties.put("max.poll.interval.ms", Integer.toString(maxPollInterval));
    if (protocol.equals("classic")) {
      properties.put("session.timeout.ms", "6000");
      properties.put("heartbeat.interval.ms", "500");
    }
    TestTopic topic =
        new TestTopic(
            KafkaServer.shared(),
            partitions,
            Map.of("groupProtocol", protocol, "properties", properties));
    ConfigResource group = new ConfigResource(ConfigResource.Type.GROUP, topic.name() + "-m");
    topic
        .admin()
        .incrementalAlterConfigs(
            Map.of(
                group,
                List.of(
                    set("consumer.session.timeout.ms", "6000"),
                    set("consumer.heartbeat.interval.ms", "500"))))
        .all()
        .get();
    return topic;
  }

  private static AlterConfigOp set(String name, String value) {
    return new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET);
  }
}
