/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.kafka;

import io.forebay.kafka.client.ClientFaults;
import io.forebay.kafka.group.GroupMember;
import io.forebay.kafka.group.GroupOptions;
import io.forebay.source.ReadFrom;
import io.forebay.source.Shard;
import io.forebay.source.ShardReader;
import io.forebay.source.SharedSource;
import io.forebay.source.SourceException;
import io.forebay.source.SourceException.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.apache.kafka.common.errors.GroupSubscribedToTopicException;
import org.jspecify.annotations.Nullable;

/** A topic as one mapping reads it, as a member of a consumer group. */
final class KafkaEventSource implements SharedSource {

  private static final int PATIENCE_MS = 8_000;

  private final GroupOptions options;
  private final ClientFaults faults;
  private @Nullable Admin admin;
  private @Nullable GroupMember member;

  KafkaEventSource(GroupOptions options) {
    this.options = options;
    this.faults = options.faults();
  }

  @Override
  public String name() {
    return nameOf(options.client().servers(), options.topic());
  }

  /** Names a topic of a cluster; a destination of the same name is the same topic. */
  static String nameOf(String servers, String topic) {
    return "kafka:" + servers + "/" + topic;
  }

  @Override
  public List<Shard> shards() throws SourceException {
    Map<String, TopicDescription> found =
        answer(
            admin()
                .describeTopics(
                    List.of(options.topic()), new DescribeTopicsOptions().timeoutMs(PATIENCE_MS))
                .allTopicNames());
    return found.values().stream()
        .flatMap(topic -> topic.partitions().stream())
        .map(partition -> options.shard(partition.partition()))
        .toList();
  }

  @Override
  public void join(ReadFrom start, Listener listener) {
    member().join(start, listener);
  }

  @Override
  public boolean keepsProgress() {
    return options.keepsProgress();
  }

  @Override
  public int settledAboveLimit() {
    return GroupMember.MOST_SETTLED_ABOVE;
  }

  @Override
  public void commit(String shard, Progress progress, Answer answer) {
    member().commit(shard, progress, answer);
  }

  @Override
  public ShardReader open(Shard shard, ReadFrom from) throws SourceException {
    return member().open(shard, from);
  }

  /** Leaves the group and deletes its offsets of this topic, unless others still read it. */
  @Override
  public void forget() throws SourceException {
    Admin asked = admin();
    leave();
    try {
      Set<TopicPartition> kept =
          asked
              .listConsumerGroupOffsets(options.group())
              .partitionsToOffsetAndMetadata()
              .get()
              .keySet();
      Set<TopicPartition> ofTopic =
          kept.stream()
              .filter(one -> one.topic().equals(options.topic()))
              .collect(Collectors.toSet());
      if (ofTopic.size() == kept.size()) {
        asked.deleteConsumerGroups(List.of(options.group())).all().get();
      } else if (!ofTopic.isEmpty()) {
        asked.deleteConsumerGroupOffsets(options.group(), ofTopic).all().get();
      }
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof GroupIdNotFoundException)
          && !(e.getCause() instanceof GroupNotEmptyException)
          && !(e.getCause() instanceof GroupSubscribedToTopicException)) {
        throw faults.of(e);
      }
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  @Override
  public void close() {
    leave();
    if (admin != null) {
      admin.close(Duration.ofSeconds(1));
      admin = null;
    }
  }

  private void leave() {
    if (member != null) {
      member.close();
    }
  }

  private GroupMember member() {
    GroupMember mine = member;
    if (mine == null) {
      throw new IllegalStateException(
          "shards() comes first: it finds out whether there is a topic");
    }
    return mine;
  }

  /** Made when first needed: a client that can't be made is a fault of the mapping's. */
  private Admin admin() throws SourceException {
    Admin open = admin;
    if (open == null) {
      try {
        open = options.client().admin("forebay-" + options.mapping() + "-admin");
      } catch (KafkaException e) {
        throw faults.of(e);
      }
      admin = open;
      member = new GroupMember(options, open);
    }
    return open;
  }

  private <T> T answer(KafkaFuture<T> asked) throws SourceException {
    try {
      return asked.get();
    } catch (ExecutionException e) {
      throw faults.of(e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static SourceException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new SourceException(Kind.UNAVAILABLE, "interrupted", e);
  }
}
