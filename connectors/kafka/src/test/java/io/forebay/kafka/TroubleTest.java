/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.forebay.servers.KafkaServer;
import io.forebay.source.ReadFrom;
import io.forebay.source.ShardReader;
import io.forebay.source.SourceException;
import io.forebay.source.SourceException.Kind;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens to readers when topics and brokers go and come back. */
@Tag("servers")
class TroubleTest {

  private static final ReadFrom HORIZON = new ReadFrom.TrimHorizon();

  @ParameterizedTest
  @ValueSource(strings = {"consumer", "classic"})
  void shouldReadATopicMadeAnewFromItsBeginning(String protocol) throws Exception {
    try (TestTopic topic = topic(KafkaServer.shared(), protocol);
        TestMember member = topic.member("m").join(new ReadFrom.Latest())) {
      String shard = topic.name() + "-0";
      member.awaitAssigned(1);
      topic.append(0, 0, 10);
      try (ShardReader reader = member.open(shard)) {
        assertThat(TestMember.read(reader, 10)).hasSize(10);
        assertThat(member.commit(shard, 9)).isTrue();
        topic.deleteTopic();
        topic.createTopic(1);
        // more than there was: nothing at the old offset looks wrong
        topic.append(0, 100, 130);
      }
      TestMember.await("the news", () -> !member.lost.isEmpty() || !member.revoked.isEmpty());
      member.awaitAssigned(1);
      assertThat(member.assigned.get(shard).startedAfter()).isEqualTo("-1");
      try (ShardReader reader = member.open(shard)) {
        assertThat(TestMember.read(reader, 30)).startsWith(100).endsWith(129);
      }
      assertThat(member.commit(shard, 3)).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"consumer", "classic"})
  void shouldNoticeATopicMadeAnewWhileNobodyReadIt(String protocol) throws Exception {
    try (TestTopic topic = topic(KafkaServer.shared(), protocol)) {
      String shard = topic.name() + "-0";
      topic.append(0, 0, 10);
      try (TestMember member = topic.member("m").join(HORIZON)) {
        member.awaitAssigned(1);
        assertThat(member.commit(shard, 4)).isTrue();
        assertThat(member.commit(shard, 2)).as("an older reader's late word").isFalse();
      }
      var before =
          topic
              .admin()
              .listConsumerGroupOffsets(topic.name() + "-m")
              .partitionsToOffsetAndMetadata()
              .get();
      topic.deleteTopic();
      topic.createTopic(1);
      topic.append(0, 100, 130);
      // The broker deletes offsets of deleted topics; not all do, and not at once.
      topic.admin().alterConsumerGroupOffsets(topic.name() + "-m", before).all().get();
      try (TestMember member = topic.member("m").join(HORIZON)) {
        member.awaitAssigned(1);
        assertThat(member.assigned.get(shard).stored()).isEmpty();
        assertThat(member.assigned.get(shard).startedAfter()).isEqualTo("-1");
        // what the engine's store might say
        ShardReader reader = member.open(shard, new ReadFrom.After("4"));
        assertThat(reader.exact()).isFalse();
        assertThat(TestMember.read(reader, 30)).startsWith(100);
        reader.close();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"consumer", "classic"})
  void shouldTellWhatWasRemovedBeforeItWasRead(String protocol) throws Exception {
    try (TestTopic topic = topic(KafkaServer.shared(), protocol)) {
      String shard = topic.name() + "-0";
      topic.append(0, 0, 10);
      try (TestMember member = topic.member("m").join(HORIZON)) {
        member.awaitAssigned(1);
        topic
            .admin()
            .deleteRecords(
                Map.of(new TopicPartition(topic.name(), 0), RecordsToDelete.beforeOffset(6)))
            .all()
            .get();
        SourceException fault;
        ShardReader early = member.open(shard, new ReadFrom.After("1"));
        assertThat(early.exact()).isTrue(); // not known yet
        TestMember.await("the fault", early::mayHaveRecords);
        fault = catchThrowableOfType(SourceException.class, () -> early.fetch(10, 1_000));
        early.close();
        assertThat(fault.kind()).isEqualTo(Kind.CORRUPT);
        assertThat(fault)
            .hasMessageContaining("records 2 to 5 of " + shard + " were removed before they were");
        ShardReader late = member.open(shard, new ReadFrom.After("1"));
        assertThat(late.exact()).isFalse();
        assertThat(late.startedAfter()).isEqualTo("5");
        assertThat(TestMember.read(late, 4)).containsExactly(6, 7, 8, 9);
        late.close();
        ShardReader exactly = member.open(shard, new ReadFrom.After("5"));
        assertThat(exactly.exact()).isTrue();
        exactly.close();
      }
    }
  }

  @Test
  void shouldBeginAtTheStartWhenTheCommitIsBeyondTheEnd() throws Exception {
    try (TestTopic topic = topic(KafkaServer.shared(), "consumer")) {
      String shard = topic.name() + "-0";
      topic.append(0, 0, 10);
      topic
          .admin()
          .alterConsumerGroupOffsets(
              topic.name() + "-m",
              Map.of(new TopicPartition(topic.name(), 0), new OffsetAndMetadata(50)))
          .all()
          .get();
      try (TestMember member = topic.member("m").join(HORIZON)) {
        member.awaitAssigned(1);
        ShardReader reader = member.open(shard);
        assertThat(reader.exact()).isFalse();
        assertThat(reader.startedAfter()).isEqualTo("-1");
        assertThat(TestMember.read(reader, 10)).startsWith(0);
        reader.close();
        assertThat(member.commit(shard, 9)).isTrue();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"consumer", "classic"})
  void shouldSayWhenTheBrokerIsAwayAndGoOnWhenItIsBack(String protocol) throws Exception {
    try (KafkaServer server = KafkaServer.start();
        TestTopic topic = topic(server, protocol);
        TestMember member = topic.member("m").join(HORIZON)) {
      String shard = topic.name() + "-0";
      member.awaitAssigned(1);
      topic.append(0, 0, 10);
      try (ShardReader reader = member.open(shard)) {
        assertThat(TestMember.read(reader, 10)).hasSize(10);
        server.kill();
        CompletableFuture<Boolean> commit = member.commitLater(shard, 5);
        SourceException fault = member.awaitFault();
        assertThat(fault.kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(fault).hasMessageContaining("does not answer at " + server.bootstrapServers());
        server.startAgain();
        member.awaitWell();
        commit.get(90, TimeUnit.SECONDS);
      }
      topic.append(0, 10, 20);
      member.awaitAssigned(1);
      String from = member.assigned.get(shard).startedAfter();
      try (ShardReader reader = member.open(shard, new ReadFrom.After("9"))) {
        assertThat(from).isIn("-1", "5");
        assertThat(TestMember.read(reader, 10)).startsWith(10).endsWith(19);
        TestMember.await("a commit", () -> commits(member, shard, 19));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"consumer", "classic"})
  void shouldHandOutNothingWhileCommitsAreNotStored(String protocol) throws Exception {
    try (KafkaServer server = KafkaServer.start();
        TestTopic topic = topic(server, protocol);
        TestMember member = topic.member("m").join(HORIZON)) {
      String shard = topic.name() + "-0";
      member.awaitAssigned(1);
      topic.append(0, 0, 10);
      ShardReader reader = member.open(shard);
      assertThat(TestMember.read(reader, 5)).hasSize(5);
      TestMember.await("the rest", reader::mayHaveRecords);
      server.suspend();
      CompletableFuture<Boolean> commit = member.commitLater(shard, 4);
      TestMember.await("the hold", () -> !reader.mayHaveRecords());
      assertThat(reader.fetch(10, 1_000).records()).isEmpty();
      assertThat(member.awaitFault().kind()).isEqualTo(Kind.UNAVAILABLE);
      server.resume();
      member.awaitWell();
      if (commit.get(60, TimeUnit.SECONDS)) {
        assertThat(TestMember.read(reader, 5)).containsExactly(5, 6, 7, 8, 9);
      } else {
        // a broker that stood still may have ended our session
        member.awaitAssigned(1);
        assertThat(member.assigned.get(shard).startedAfter()).isIn("-1", "4");
      }
    }
  }

  @Test
  void shouldWaitForATopicThatIsNotThereYet() throws Exception {
    KafkaServer server = KafkaServer.shared();
    try (TestTopic topic = topic(server, "consumer")) {
      topic.deleteTopic();
      try (TestMember member = topic.member("m")) {
        SourceException fault =
            catchThrowableOfType(SourceException.class, () -> member.source().shards());
        assertThat(fault.kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(fault)
            .hasMessageContaining(
                "topic '" + topic.name() + "' does not exist on " + server.bootstrapServers());
        member.source().join(HORIZON, member);
        assertThat(member.awaitFault()).hasMessageContaining("does not exist");
        topic.createTopic(2);
        member.awaitAssigned(2);
        member.awaitWell();
      }
    }
  }

  private static boolean commits(TestMember member, String shard, long reached) {
    try {
      return member.commit(shard, reached);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static TestTopic topic(KafkaServer server, String protocol) {
    return new TestTopic(
        server,
        1,
        Map.of("groupProtocol", protocol, "properties", Map.of("metadata.max.age.ms", "500")));
  }
}
