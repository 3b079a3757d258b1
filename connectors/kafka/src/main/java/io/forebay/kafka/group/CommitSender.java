/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.kafka.group;

import io.forebay.kafka.partition.OwnedPartition;
import io.forebay.kafka.progress.Beginnings.KnownTopic;
import io.forebay.kafka.progress.CommitMetadata;
import io.forebay.kafka.progress.CommitQueue;
import io.forebay.kafka.progress.CommitQueue.Commit;
import io.forebay.source.SourceException;
import io.forebay.source.SourceException.Kind;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.RetriableCommitFailedException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.OffsetMetadataTooLarge;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;

/**
 * Stores what is in the {@link CommitQueue}: one request at a time between polls, and at once when
 * partitions are taken away. While it does not succeed, readers are held, so that what would come
 * again after a crash stays bounded. Confined to the poller.
 */
final class CommitSender {

  private static final long FIRST_PAUSE = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long LONGEST_PAUSE = TimeUnit.SECONDS.toNanos(3);

  /** A coordinator that moves takes about a second, and is no news. */
  private static final long NO_NEWS = TimeUnit.SECONDS.toNanos(3);

  private final GroupTools tools;
  private final Consumer<byte[], byte[]> consumer;
  private final Map<TopicPartition, OwnedPartition> owned;
  private final Supplier<KnownTopic> topic;
  private final Health health;
  private boolean withMap = true;
  private boolean failing;
  private long failingSince;
  private long pause = FIRST_PAUSE;
  private long nextAt;
  private long now;

  CommitSender(
      GroupTools tools,
      Consumer<byte[], byte[]> consumer,
      Map<TopicPartition, OwnedPartition> owned,
      Supplier<KnownTopic> topic,
      Health health) {
    this.tools = tools;
    this.consumer = consumer;
    this.owned = owned;
    this.topic = topic;
    this.health = health;
  }

  /** Sends what waits, if nothing is on its way; the answer comes in a later poll. */
  void pass(long nowNanos) {
    now = nowNanos;
    CommitQueue queue = tools.commits();
    queue.collect(this::allowed);
    if (queue.anythingFlying()) {
      noteSlowness();
    } else if (!queue.anythingWaiting()) {
      well(); // what could not be stored is no longer ours to store
    } else if (!failing || now - nextAt >= 0) {
      failingSince = failing ? failingSince : now;
      consumer.commitAsync(offsets(queue.takeOff()), (offsets, e) -> onAnswer(offsets, e));
    }
  }

  /** Nothing is wrong with commits, or nobody waits for one. */
  void well() {
    failing = false;
    pause = FIRST_PAUSE;
    tools.held().set(false);
    health.well(Health.Sign.COMMITS);
  }

  /** Whether the next poll should be a short one. */
  boolean busy() {
    return tools.commits().anythingFlying() || (tools.commits().anythingWaiting() && !failing);
  }

  /**
   * Stores everything that waits, and waits for it.
   *
   * @return whether there is any sense in trying again
   */
  boolean sync(Duration patience) {
    CommitQueue queue = tools.commits();
    queue.collect(this::allowed);
    try {
      if (queue.anythingFlying()) {
        consumer.commitSync(Map.of(), patience); // only waits for what is on its way
      }
      if (queue.anythingFlying() || !queue.anythingWaiting()) {
        return true;
      }
      Map<TopicPartition, OffsetAndMetadata> offsets = offsets(queue.takeOff());
      consumer.commitSync(offsets, patience);
      stored(offsets);
      return true;
    } catch (InterruptException e) {
      queue.failed(owned::containsKey);
      throw e;
    } catch (KafkaException e) {
      queue.failed(owned::containsKey);
      withMap &= !(e instanceof OffsetMetadataTooLarge);
      return e instanceof RetriableException || e instanceof OffsetMetadataTooLarge;
    }
  }

  private void onAnswer(
      @Nullable Map<TopicPartition, OffsetAndMetadata> offsets, @Nullable Exception e) {
    if (e == null && offsets != null) {
      stored(offsets);
      return;
    }
    tools.commits().failed(owned::containsKey);
    if (e instanceof OffsetMetadataTooLarge) {
      withMap = false;
      return;
    }
    failing = true;
    nextAt = now + pause;
    pause = Math.min(LONGEST_PAUSE, pause * 2);
    // While the group shares out anew nobody can commit: that is no fault of anything.
    boolean passing =
        e instanceof RetriableCommitFailedException
            || e instanceof RetriableException
            || e instanceof CommitFailedException
            || e instanceof RebalanceInProgressException;
    if (!passing || now - failingSince > NO_NEWS) {
      hold(!(e instanceof RebalanceInProgressException), e);
    }
  }

  private void noteSlowness() {
    if (now - failingSince > NO_NEWS + LONGEST_PAUSE && !failing) {
      hold(true, null);
    }
  }

  private void hold(boolean aFault, @Nullable Exception e) {
    boolean matters = tools.options().keepsProgress(); // a mirror may be late
    tools.held().set(matters);
    if (matters && aFault) {
      health.wrong(Health.Sign.COMMITS, sentence(e));
    }
  }

  private SourceException sentence(@Nullable Exception e) {
    Throwable cause = e != null && e.getCause() != null ? e.getCause() : e;
    SourceException known =
        cause == null
            ? new SourceException(Kind.UNAVAILABLE, "no answer to a commit")
            : tools.options().faults().of(cause);
    return new SourceException(
        known.kind(),
        "offsets of group '"
            + tools.options().group()
            + "' can't be committed, so reading waits: "
            + known.getMessage(),
        known);
  }

  private void stored(Map<TopicPartition, OffsetAndMetadata> offsets) {
    offsets.forEach(
        (partition, offset) -> {
          OwnedPartition one = owned.get(partition);
          if (one != null) {
            one.committed(offset.offset());
          }
        });
    well();
    tools.commits().landed();
  }

  private boolean allowed(Commit commit) {
    OwnedPartition one = owned.get(commit.partition());
    return one != null && one.committable(commit.next());
  }

  private Map<TopicPartition, OffsetAndMetadata> offsets(Collection<Commit> commits) {
    KnownTopic known = topic.get();
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    for (Commit one : commits) {
      byte[] map = withMap ? one.settledAbove() : new byte[0];
      String text = new CommitMetadata(known.id(), known.partitions(), map).text(one.next());
      offsets.put(one.partition(), new OffsetAndMetadata(one.next(), text));
    }
    return offsets;
  }
}
