/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.kafka.group;

import io.forebay.kafka.progress.Beginnings;
import io.forebay.kafka.progress.Beginnings.KnownTopic;
import io.forebay.kafka.progress.Beginnings.Log;
import io.forebay.source.ReadFrom;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/**
 * Asks the broker what {@link Beginnings} wants to know about some partitions, without waiting for
 * it. Confined to the thread that made it.
 */
final class BeginningLookup {

  private static final int PATIENCE_MS = 10_000;

  private final GroupOptions options;
  private final ReadFrom start;
  private final Collection<TopicPartition> partitions;
  private final KafkaFuture<Map<String, TopicDescription>> topic;
  private final KafkaFuture<Map<TopicPartition, OffsetAndMetadata>> group;
  private final KafkaFuture<Map<TopicPartition, ListOffsetsResultInfo>> oldest;
  private final KafkaFuture<Map<TopicPartition, ListOffsetsResultInfo>> newest;
  private final KafkaFuture<Map<TopicPartition, ListOffsetsResultInfo>> atStart;

  /** Sends the questions. */
  BeginningLookup(
      GroupOptions options, Admin admin, ReadFrom start, Collection<TopicPartition> partitions) {
    this.options = options;
    this.start = start;
    this.partitions = partitions;
    this.topic =
        admin
            .describeTopics(
                List.of(options.topic()), new DescribeTopicsOptions().timeoutMs(PATIENCE_MS))
            .allTopicNames();
    this.group =
        admin
            .listConsumerGroupOffsets(
                Map.of(options.group(), new ListConsumerGroupOffsetsSpec()),
                new ListConsumerGroupOffsetsOptions().requireStable(true).timeoutMs(PATIENCE_MS))
            .partitionsToOffsetAndMetadata(options.group());
    this.oldest = offsets(options, admin, OffsetSpec.earliest(), partitions);
    this.newest = offsets(options, admin, OffsetSpec.latest(), partitions);
    this.atStart =
        start instanceof ReadFrom.AtTimestamp at
            ? offsets(options, admin, OffsetSpec.forTimestamp(at.when().toEpochMilli()), partitions)
            : newest;
  }

  /** Asks where these partitions begin or end, or where a time falls in them. */
  static KafkaFuture<Map<TopicPartition, ListOffsetsResultInfo>> offsets(
      GroupOptions options, Admin admin, OffsetSpec what, Collection<TopicPartition> of) {
    Map<TopicPartition, OffsetSpec> questions = new HashMap<>();
    of.forEach(one -> questions.put(one, what));
    String isolation =
        options.client().property(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted");
    return admin
        .listOffsets(
            questions,
            new ListOffsetsOptions(
                    isolation.equals("read_committed")
                        ? IsolationLevel.READ_COMMITTED
                        : IsolationLevel.READ_UNCOMMITTED)
                .timeoutMs(PATIENCE_MS))
        .all();
  }

  /** The offset answered for a partition; once done. */
  static long offset(
      KafkaFuture<Map<TopicPartition, ListOffsetsResultInfo>> answer, TopicPartition partition)
      throws ExecutionException, InterruptedException {
    return Objects.requireNonNull(answer.get().get(partition), "offset").offset();
  }

  boolean done() {
    return topic.isDone()
        && group.isDone()
        && oldest.isDone()
        && newest.isDone()
        && atStart.isDone();
  }

  Collection<TopicPartition> partitions() {
    return partitions;
  }

  /**
   * What decides; once done.
   *
   * @param known the topic as it was known before
   */
  Beginnings beginnings(Optional<KnownTopic> known)
      throws ExecutionException, InterruptedException {
    TopicDescription now = Objects.requireNonNull(topic.get().get(options.topic()), "topic");
    return new Beginnings(
        start, known, new KnownTopic(now.topicId(), now.partitions().size()), commits());
  }

  /** The log of one of the partitions; once done. */
  Log log(TopicPartition partition) throws ExecutionException, InterruptedException {
    long first = offset(oldest, partition);
    long end = Math.max(first, offset(newest, partition));
    long begin = start instanceof ReadFrom.TrimHorizon ? first : offset(atStart, partition);
    // -1: nothing as late as the time
    return new Log(first, end, begin < 0 ? end : begin);
  }

  private Map<Integer, OffsetAndMetadata> commits()
      throws ExecutionException, InterruptedException {
    Map<Integer, OffsetAndMetadata> ofTopic = new HashMap<>();
    try {
      group
          .get()
          .forEach(
              (partition, commit) -> {
                if (commit != null && partition.topic().equals(options.topic())) {
                  ofTopic.put(partition.partition(), commit);
                }
              });
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof GroupIdNotFoundException)) {
        throw e;
      }
    }
    return ofTopic;
  }
}
