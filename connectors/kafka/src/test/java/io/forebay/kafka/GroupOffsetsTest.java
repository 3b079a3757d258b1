/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.servers.KafkaServer;
import io.forebay.source.ReadFrom;
import io.forebay.source.ShardReader;
import io.forebay.source.SharedSource.Assigned;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where reading begins and what is committed, with both group protocols. */
@Tag("servers")
class GroupOffsetsTest {

  private static final ReadFrom HORIZON = new ReadFrom.TrimHorizon();
  private static final ReadFrom LATEST = new ReadFrom.Latest();

  @ParameterizedTest
  @ValueSource(strings = {"consumer", "classic"})
  void shouldKeepProgressAsKafkasToolsExpectIt(String protocol) throws Exception {
    byte[] map = new byte[2_900];
    new Random(1).nextBytes(map);
    try (TestTopic topic = topic(1, protocol)) {
      topic.append(0, 0, 100);
      String shard = topic.name() + "-0";
      try (TestMember member = topic.member("m").join(HORIZON)) {
        member.awaitAssigned(1);
        assertThat(member.assigned.get(shard).stored()).isEmpty();
        ShardReader reader = member.open(shard);
        assertThat(TestMember.read(reader, 60)).startsWith(0, 1, 2).endsWith(58, 59);
        assertThat(member.commit(shard, 41, map)).isTrue();
        reader.close();
      }
      OffsetAndMetadata committed = committed(topic, "m").get(new TopicPartition(topic.name(), 0));
      assertThat(committed.offset()).isEqualTo(42);
      assertThat(committed.metadata()).startsWith("forebay1:").hasSizeLessThanOrEqualTo(4_096);
      try (TestMember member = topic.member("m").join(LATEST)) {
        member.awaitAssigned(1);
        Assigned again = member.assigned.get(shard);
        assertThat(again.startedAfter()).isEqualTo("41");
        assertThat(again.stored().orElseThrow().reached()).isEqualTo("41");
        assertThat(again.stored().orElseThrow().settledAbove()).isEqualTo(map);
        ShardReader reader = member.open(shard);
        assertThat(reader.exact()).isTrue();
        assertThat(TestMember.read(reader, 58)).startsWith(42).endsWith(99);
        reader.close();
        assertThat(member.fault()).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"consumer", "classic"})
  void shouldTakeOffsetsThatOthersHaveSet(String protocol) throws Exception {
    try (TestTopic topic = topic(1, protocol)) {
      topic.append(0, 0, 10);
      TopicPartition partition = new TopicPartition(topic.name(), 0);
      topic
          .admin()
          .alterConsumerGroupOffsets(
              topic.name() + "-m", Map.of(partition, new OffsetAndMetadata(7, "by hand")))
          .all()
          .get();
      try (TestMember member = topic.member("m").join(HORIZON)) {
        member.awaitAssigned(1);
        assertThat(member.assigned.values())
            .extracting(Assigned::startedAfter)
            .containsExactly("6");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"consumer", "classic"})
  void shouldBeginWhereTheStartingPositionSays(String protocol) throws Exception {
    try (TestTopic topic = topic(1, protocol)) {
      topic.append(0, 0, 10);
      Instant between = Instant.now().plusSeconds(60);
      Map<ReadFrom, String> expected =
          Map.of(
              HORIZON,
              "-1",
              LATEST,
              "9",
              new ReadFrom.AtTimestamp(between),
              "9",
              new ReadFrom.AtTimestamp(between.minusSeconds(3_600)),
              "-1");
      int number = 0;
      for (Map.Entry<ReadFrom, String> one : expected.entrySet()) {
        try (TestMember member = topic.member("g" + number++).join(one.getKey())) {
          member.awaitAssigned(1);
          assertThat(member.assigned.values())
              .extracting(Assigned::startedAfter)
              .containsExactly(one.getValue());
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"consumer", "classic"})
  void shouldReadAddedPartitionsFromTheirBeginning(String protocol) throws Exception {
    try (TestTopic topic = topic(1, protocol)) {
      topic.append(0, 0, 5);
      try (TestMember member = topic.member("m").join(LATEST)) {
        member.awaitAssigned(1);
        assertThat(member.commit(topic.name() + "-0", 4)).isTrue();
        topic
            .admin()
            .createPartitions(Map.of(topic.name(), NewPartitions.increaseTo(3)))
            .all()
            .get();
        topic.append(2, 0, 5);
        member.awaitAssigned(3);
        ShardReader reader = member.open(topic.name() + "-2");
        assertThat(TestMember.read(reader, 5)).containsExactly(0, 1, 2, 3, 4);
        reader.close();
        assertThat(member.commit(topic.name() + "-0", 4)).isTrue();
      }
      // still, though the other partitions were committed since
      try (TestMember member = topic.member("m").join(LATEST)) {
        member.awaitAssigned(3);
        assertThat(member.assigned.get(topic.name() + "-2").startedAfter()).isEqualTo("-1");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"consumer", "classic"})
  void shouldMirrorPositionsOfTheEnginesStore(String protocol) throws Exception {
    try (TestTopic topic = topic(1, protocol)) {
      topic.append(0, 0, 20);
      try (TestMember member = topic.member("m", Map.of("checkpoints", "store")).join(HORIZON)) {
        member.awaitAssigned(1);
        assertThat(member.source().keepsProgress()).isFalse();
        ShardReader reader =
            member.open(topic.name() + "-0", new ReadFrom.After("9")); // as the store says
        assertThat(reader.exact()).isTrue();
        assertThat(TestMember.read(reader, 10)).startsWith(10);
        reader.settledThrough("14");
        TestMember.await(
            "the mirror",
            () -> committed(topic, "m").values().stream().anyMatch(one -> one.offset() == 15));
        reader.close();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"consumer", "classic"})
  void shouldForgetTheGroup(String protocol) throws Exception {
    try (TestTopic topic = topic(1, protocol)) {
      topic.append(0, 0, 5);
      try (TestMember member = topic.member("m").join(HORIZON)) {
        member.awaitAssigned(1);
        assertThat(member.commit(topic.name() + "-0", 3)).isTrue();
        assertThat(committed(topic, "m")).hasSize(1);
        member.source().forget();
      }
      assertThat(committed(topic, "m")).isEmpty();
    }
  }

  private static TestTopic topic(int partitions, String protocol) {
    return new TestTopic(
        KafkaServer.shared(),
        partitions,
        Map.of("groupProtocol", protocol, "properties", Map.of("metadata.max.age.ms", "500")));
  }

  private static Map<TopicPartition, OffsetAndMetadata> committed(TestTopic topic, String mapping) {
    try {
      return new HashMap<>(
          topic
              .admin()
              .listConsumerGroupOffsets(topic.name() + "-" + mapping)
              .partitionsToOffsetAndMetadata()
              .get());
    } catch (Exception e) {
      return Map.of(); // no group of this name
    }
  }
}
