/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.kafka.group;

import io.forebay.kafka.partition.BufferLimits;
import io.forebay.kafka.partition.LogRange;
import io.forebay.kafka.partition.OwnedPartition;
import io.forebay.kafka.partition.PartitionBuffer;
import io.forebay.kafka.partition.PartitionReader;
import io.forebay.kafka.progress.CommitMetadata;
import io.forebay.kafka.progress.CommitQueue;
import io.forebay.kafka.progress.CommitQueue.Commit;
import io.forebay.source.ReadFrom;
import io.forebay.source.Shard;
import io.forebay.source.ShardReader;
import io.forebay.source.SharedSource.Answer;
import io.forebay.source.SharedSource.Listener;
import io.forebay.source.SharedSource.Progress;
import io.forebay.source.SourceException;
import io.forebay.source.SourceException.Kind;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * A member of a consumer group, as the engine sees it: the end of the poller that other threads
 * hold.
 *
 * <p>Threads: {@link #join} and {@link #close} one at a time; the rest any.
 */
public final class GroupMember implements AutoCloseable {

  /** Most bytes of what is settled above a commit. */
  public static final int MOST_SETTLED_ABOVE = CommitMetadata.MOST_SETTLED_ABOVE;

  private static final long LEAVING_MS = 10_000;
  private static final long OFFSETS_MS = 10_000;

  private final GroupTools tools;
  private @Nullable GroupPoller poller;
  private @Nullable Thread thread;

  /** Of this group; not joined yet. The admin client stays the caller's. */
  public GroupMember(GroupOptions options, Admin admin) {
    this.tools =
        new GroupTools(
            options,
            admin,
            new CommitQueue(),
            new Bell(),
            new ConcurrentHashMap<>(),
            new AtomicBoolean());
  }

  /** Starts the poller. */
  public void join(ReadFrom start, Listener listener) {
    if (thread != null) {
      throw new IllegalStateException("joined already");
    }
    GroupPoller mine = new GroupPoller(tools, start, listener);
    poller = mine;
    thread = new Thread(mine, "forebay-kafka-" + tools.options().mapping());
    thread.start();
  }

  /**
   * Opens a reader of an assigned shard. Does not block for {@link ReadFrom.After}; asks the broker
   * for others.
   */
  public ShardReader open(Shard shard, ReadFrom from) throws SourceException {
    OwnedPartition partition = tools.ours().get(shard.id());
    GroupPoller mine = poller;
    if (partition == null || mine == null) {
      throw new SourceException(
          Kind.UNAVAILABLE,
          "shard '"
              + shard.id()
              + "' is not assigned to this member of group '"
              + tools.options().group()
              + "' now: it is read by another, or will be assigned");
    }
    long next =
        from instanceof ReadFrom.After after
            ? Long.parseLong(after.position()) + 1
            : find(partition, from);
    LogRange range = partition.range();
    long begin = range.begin(next);
    PartitionBuffer buffer =
        new PartitionBuffer(begin, BufferLimits.forPartitions(1), tools.bell()::ring);
    mine.command(session -> session.onAttach(partition, buffer, begin));
    return new PartitionReader(
        buffer,
        begin,
        begin == next,
        tools.held()::get,
        new PartitionReader.Owner() {
          @Override
          public void settledBefore(long offset) {
            if (!tools.options().keepsProgress()) {
              offer(partition.partition(), offset, new byte[0], List.of());
            }
          }

          @Override
          public void closed() {
            mine.command(session -> partition.detach(buffer));
          }
        });
  }

  /** Stores progress in the group's offsets; see {@code SharedSource}. */
  public void commit(String shard, Progress progress, Answer answer) {
    OwnedPartition partition = tools.ours().get(shard);
    String topic = tools.options().topic();
    int number = Integer.parseInt(shard.substring(topic.length() + 1));
    offer(
        partition == null ? new TopicPartition(topic, number) : partition.partition(),
        Long.parseLong(progress.reached()) + 1,
        progress.settledAbove(),
        List.of(answer));
  }

  /** Leaves the group after the last commits; takes some seconds at most. */
  @Override
  public void close() {
    Thread running = thread;
    GroupPoller mine = poller;
    if (running == null || mine == null) {
      return;
    }
    mine.close();
    try {
      running.join(LEAVING_MS);
      if (running.isAlive()) {
        running.interrupt();
        running.join(LEAVING_MS / 5);
      }
    } catch (InterruptedException e) {
      running.interrupt();
      Thread.currentThread().interrupt();
    }
  }

  private void offer(TopicPartition partition, long next, byte[] map, List<Answer> answers) {
    Thread running = thread;
    if (running == null || !running.isAlive()) {
      answers.forEach(one -> one.onCommitted(false));
      return;
    }
    tools.commits().offer(new Commit(partition, next, map, answers));
    tools.bell().ring();
  }

  private long find(OwnedPartition partition, ReadFrom from) throws SourceException {
    OffsetSpec what =
        from instanceof ReadFrom.Latest
            ? OffsetSpec.latest()
            : from instanceof ReadFrom.AtTimestamp at
                ? OffsetSpec.forTimestamp(at.when().toEpochMilli())
                : OffsetSpec.earliest();
    long found = ask(partition.partition(), what);
    if (found < 0) {
      found = ask(partition.partition(), OffsetSpec.latest()); // nothing as late as the time
    }
    partition.readTo(found);
    return found;
  }

  private long ask(TopicPartition partition, OffsetSpec what) throws SourceException {
    try {
      KafkaFuture<Map<TopicPartition, ListOffsetsResultInfo>> answer =
          BeginningLookup.offsets(tools.options(), tools.admin(), what, List.of(partition));
      answer.get(OFFSETS_MS, TimeUnit.MILLISECONDS);
      return BeginningLookup.offset(answer, partition);
    } catch (ExecutionException | TimeoutException e) {
      throw tools.options().faults().of(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SourceException(Kind.UNAVAILABLE, "interrupted", e);
    }
  }
}
