/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.kafka.group;

import io.forebay.source.SourceException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the topic from time to time, because a consumer that hears nothing can't tell silence
 * from trouble: is the broker there, the topic, the same topic? Never waits. Confined to the
 * poller.
 */
final class TopicWatch {

  private static final long PERIOD = TimeUnit.SECONDS.toNanos(5);
  private static final long PERIOD_IN_TROUBLE = TimeUnit.SECONDS.toNanos(1);
  private static final int PATIENCE_MS = 6_000;

  /** A broker that has just started may not know of the topic yet: one such answer says nothing. */
  private static final int ANSWERS_THAT_PROVE = 2;

  private final GroupOptions options;
  private final Admin admin;
  private final Health health;
  private @Nullable KafkaFuture<Map<String, TopicDescription>> asked;
  private long nextAt;
  private int missing;
  private Optional<Uuid> seen = Optional.empty();

  TopicWatch(GroupOptions options, Admin admin, Health health, long now) {
    this.options = options;
    this.admin = admin;
    this.health = health;
    this.nextAt = now;
  }

  /** Takes an answer, asks again when it is time. */
  void pass(long now) {
    KafkaFuture<Map<String, TopicDescription>> answer = asked;
    if (answer != null && answer.isDone()) {
      asked = null;
      boolean well = look(answer);
      nextAt = now + (well ? PERIOD : PERIOD_IN_TROUBLE);
    } else if (answer == null && now - nextAt >= 0) {
      asked =
          admin
              .describeTopics(
                  List.of(options.topic()), new DescribeTopicsOptions().timeoutMs(PATIENCE_MS))
              .allTopicNames();
    }
  }

  /** The topic's id as it was seen last; empty if it is gone or was never seen. */
  Optional<Uuid> seen() {
    return seen;
  }

  /** Somebody else has seen it, with this id. */
  void learned(Uuid id) {
    seen = Optional.of(id);
    asked = null; // that answer may be older
  }

  /** Whether it was looked for and is not there. */
  boolean gone() {
    return missing >= ANSWERS_THAT_PROVE;
  }

  private boolean look(KafkaFuture<Map<String, TopicDescription>> answer) {
    SourceException fault;
    try {
      TopicDescription topic = Objects.requireNonNull(answer.get().get(options.topic()), "topic");
      seen = Optional.of(topic.topicId());
      missing = 0;
      health.well(Health.Sign.TOPIC);
      return true;
    } catch (ExecutionException e) {
      missing = e.getCause() instanceof UnknownTopicOrPartitionException ? missing + 1 : 0;
      fault = options.faults().of(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
    if (missing == 0 || gone()) {
      health.wrong(Health.Sign.TOPIC, fault);
    }
    if (gone()) {
      seen = Optional.empty();
    }
    return false;
  }
}
