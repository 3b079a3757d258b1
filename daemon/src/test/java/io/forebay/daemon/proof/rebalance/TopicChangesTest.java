/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.proof.rebalance;

import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.engine.MappingState;
import io.forebay.servers.KafkaServer;
import io.forebay.source.ReadFrom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Topics that come, go, come back and grow while a mapping reads them. */
@Tag("servers")
@Timeout(180)
class TopicChangesTest {

  private static final Runnable NOTHING = () -> {};

  private final String servers = KafkaServer.shared().bootstrapServers();
  private final Map<String, String> client = Map.of("bootstrap.servers", servers);
  private final Admin admin = Admin.create(Map.copyOf(client));

  @AfterEach
  void close() {
    admin.close();
  }

  @Test
  void shouldReadATopicThatIsCreatedLater() throws Exception {
    String topic = unused();
    try (Reader reader = reader(topic, new ReadFrom.TrimHorizon())) {
      reader.awaitProblem("topic '" + topic + "' does not exist");
      assertThat(reader.status().problem()).contains("EVENT_SOURCE_NOT_AVAILABLE");

      create(topic, 2);
      reader.awaitHandledOnce(append(topic, 2, 0, 20));

      reader.awaitWell();
      assertThat(reader.status().state()).isEqualTo(MappingState.ENABLED);
    }
  }

  @Test
  void shouldReadATopicFromItsStartThatWasDeletedAndMadeAnew() throws Exception {
    String topic = KafkaServer.shared().newTopic("anew", 2);
    try (Reader reader = reader(topic, new ReadFrom.TrimHorizon())) {
      reader.awaitHandledOnce(append(topic, 2, 0, 100));
      reader.forget();

      admin.deleteTopics(List.of(topic)).all().get();
      reader.awaitProblem("topic '" + topic + "' does not exist");

      create(topic, 2);
      reader.awaitHandledOnce(append(topic, 2, 100, 30));
      reader.awaitWell();
    }
  }

  /**
   * The new one is longer than the old one was: until it is noticed, reading may go on at the old
   * offsets, and then all comes from the start.
   */
  @Test
  void shouldLeaveNothingOutOfATopicThatIsMadeAnewAtOnce() throws Exception {
    String topic = KafkaServer.shared().newTopic("anew-at-once", 2);
    try (Reader reader = reader(topic, new ReadFrom.TrimHorizon())) {
      reader.awaitHandledOnce(append(topic, 2, 0, 50));
      reader.forget();

      admin.deleteTopics(List.of(topic)).all().get();
      create(topic, 2);
      reader.awaitHandled(append(topic, 2, 50, 300));
      reader.awaitWell();
    }
  }

  /** Though the mapping begins at the end of what there is when it begins. */
  @Test
  void shouldReadAllOfPartitionsThatAreAdded() throws Exception {
    String topic = KafkaServer.shared().newTopic("growing", 2);
    append(topic, 2, 0, 10);
    try (Reader reader = reader(topic, new ReadFrom.Latest());
        GroupView group = new GroupView(servers, topic, topic, 2)) {
      group.awaitBalance(1);
      group.awaitAllCommitted();
      List<String> wanted = append(topic, 2, 10, 10);
      reader.awaitHandledOnce(wanted);

      admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(4))).all().get();
      wanted = new ArrayList<>(wanted);
      wanted.addAll(append(topic, 4, 20, 40));
      reader.awaitHandledOnce(wanted);
      assertThat(reader.status().shards()).hasSize(4);
    }
  }

  private Reader reader(String topic, ReadFrom start) {
    return new Reader(servers, topic, start, NOTHING, Map.of());
  }

  private List<String> append(String topic, int partitions, int from, int count) throws Exception {
    return new TopicWriter(client).append(topic, partitions, from, count);
  }

  private void create(String topic, int partitions) throws Exception {
    admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1))).all().get();
  }

  private void awaitAllCommitted(String topic) throws Exception {
    try (GroupView group = new GroupView(servers, topic, topic, 2)) {
      group.awaitAllCommitted();
    }
  }

  /** A name that no topic has any more. */
  private String unused() throws Exception {
    String topic = KafkaServer.shared().newTopic("later", 1);
    admin.deleteTopics(List.of(topic)).all().get();
    return topic;
  }
}
