/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.kafka.group;

import io.forebay.handler.SourceRecord;
import io.forebay.kafka.partition.BufferLimits;
import io.forebay.kafka.partition.KafkaRecord;
import io.forebay.kafka.partition.OwnedPartition;
import io.forebay.kafka.partition.PartitionBuffer;
import io.forebay.kafka.progress.Beginnings;
import io.forebay.kafka.progress.Beginnings.Beginning;
import io.forebay.kafka.progress.Beginnings.KnownTopic;
import io.forebay.source.SharedSource.Assigned;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The life of one consumer: what is assigned to it, what it polls and commits. Confined to the
 * poller.
 *
 * <p>A new partition is paused until it is known where it begins and a reader has come, and
 * whenever its buffer is full; polling goes on all the same, so that no handler is too slow to stay
 * a member.
 */
final class GroupSession implements ConsumerRebalanceListener {

  private static final Duration IDLE_POLL = Duration.ofMillis(50);
  private static final Duration BUSY_POLL = Duration.ofMillis(5);
  private static final long ROOM_WAIT = TimeUnit.MILLISECONDS.toNanos(10);
  private static final long LOOKUP_PAUSE = TimeUnit.SECONDS.toNanos(1);
  private static final long LAG_PERIOD = TimeUnit.SECONDS.toNanos(1);

  /** One commit while partitions are being given up. */
  private static final Duration COMMIT_PATIENCE = Duration.ofSeconds(3);

  private final GroupTools tools;
  private final GroupPoller poller;
  private final Consumer<byte[], byte[]> consumer;
  private final Map<TopicPartition, OwnedPartition> owned = new HashMap<>();
  private final Set<TopicPartition> fresh = new HashSet<>();
  private final CommitSender sender;
  private final OutOfRange outOfRange;
  private Optional<KnownTopic> topic;
  private @Nullable BeginningLookup lookup;
  private long lookupAt;
  private long lagAt;
  private boolean over;

  GroupSession(
      GroupTools tools,
      GroupPoller poller,
      Consumer<byte[], byte[]> consumer,
      Optional<KnownTopic> topic) {
    this.tools = tools;
    this.poller = poller;
    this.consumer = consumer;
    this.topic = topic;
    this.sender =
        new CommitSender(tools, consumer, owned, () -> this.topic.orElseThrow(), poller.health());
    this.outOfRange = new OutOfRange(tools);
  }

  /** What was known of the topic last. */
  Optional<KnownTopic> topic() {
    return topic;
  }

  /** Whether anything was ever assigned and begun. */
  boolean hasPartitions() {
    return !owned.isEmpty();
  }

  void subscribe() {
    consumer.subscribe(List.of(tools.options().topic()), this);
  }

  /** One bounded pass: commits, new partitions, pauses, one poll. */
  void pass(long now) {
    sender.pass(now);
    begin(now);
    outOfRange.pass();
    lookAtLag(now);
    boolean waitsForRoom = flow();
    try {
      ConsumerRecords<byte[], byte[]> polled = consumer.poll(patience(waitsForRoom));
      for (TopicPartition one : polled.partitions()) {
        deliver(one, polled.records(one));
      }
      polled.nextOffsets().forEach((one, next) -> polledTo(one, next.offset()));
    } catch (OffsetOutOfRangeException e) {
      outOfRange.found(e, owned);
    }
  }

  /** A reader has come and wants records from here on. */
  void onAttach(OwnedPartition partition, PartitionBuffer buffer, long begin) {
    if (owned.get(partition.partition()) == partition) {
      buffer.limit(BufferLimits.forPartitions(owned.size()));
      partition.attach(buffer, begin);
      consumer.seek(partition.partition(), begin);
    }
  }

  /**
   * Gives everything up.
   *
   * @param orderly whether the engine has ended its work, so that the last commits are worth
   *     waiting for
   */
  void end(boolean orderly) {
    over = true;
    if (orderly) {
      sender.sync(COMMIT_PATIENCE);
    } else {
      lose(List.copyOf(owned.values()));
    }
    owned.values().forEach(this::forgetReader);
    tools.commits().dropAll();
    sender.well();
  }

  @Override
  public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
    // At 0, though nothing is read there: a consumer without a position would ask for one.
    partitions.forEach(one -> consumer.seek(one, 0));
    consumer.pause(partitions);
    fresh.addAll(partitions);
  }

  @Override
  public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
    fresh.removeAll(partitions);
    List<OwnedPartition> gone = ours(partitions);
    if (over || gone.isEmpty()) {
      return;
    }
    gone.forEach(this::forgetReader);
    Release release = new Release(tools.bell());
    poller.listener().onRevoked(shards(gone), release);
    long deadline = System.nanoTime() + poller.releaseLimit();
    boolean sensible = true;
    while (sensible && !release.done() && !poller.closing() && System.nanoTime() < deadline) {
      // A topic that is gone takes no commits, however long the engine waits for them.
      sensible = sender.sync(COMMIT_PATIENCE) && !poller.topicIsGone();
      tools.bell().await(ROOM_WAIT);
    }
    if (sensible) {
      sender.sync(COMMIT_PATIENCE);
    }
    forget(gone);
    if (!release.done() && !poller.closing()) {
      poller.listener().onLost(shards(gone));
    }
  }

  @Override
  public void onPartitionsLost(Collection<TopicPartition> partitions) {
    fresh.removeAll(partitions);
    if (!over) {
      lose(ours(partitions));
    }
  }

  private void lose(List<OwnedPartition> gone) {
    gone.forEach(this::forgetReader);
    forget(gone);
    if (!gone.isEmpty()) {
      poller.listener().onLost(shards(gone));
    }
  }

  private void forgetReader(OwnedPartition partition) {
    tools.ours().remove(partition.shard().id(), partition);
    PartitionBuffer buffer = partition.buffer();
    if (buffer != null) {
      buffer.close();
      partition.detach(buffer);
    }
  }

  private void forget(List<OwnedPartition> gone) {
    List<TopicPartition> partitions = gone.stream().map(OwnedPartition::partition).toList();
    owned.keySet().removeAll(partitions);
    tools.commits().drop(partitions);
  }

  private List<OwnedPartition> ours(Collection<TopicPartition> partitions) {
    return partitions.stream().filter(owned::containsKey).map(owned::get).toList();
  }

  private static Set<String> shards(List<OwnedPartition> partitions) {
    Set<String> shards = new HashSet<>();
    partitions.forEach(one -> shards.add(one.shard().id()));
    return shards;
  }

  /** Finds out where new partitions begin, and tells of them. */
  private void begin(long now) {
    BeginningLookup asked = lookup;
    if (asked != null && asked.done()) {
      lookup = null;
      try {
        begin(asked);
        poller.health().well(Health.Sign.BEGINNING);
      } catch (ExecutionException e) {
        poller.health().wrong(Health.Sign.BEGINNING, tools.options().faults().of(e));
        lookupAt = now + LOOKUP_PAUSE;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    } else if (asked == null && !fresh.isEmpty() && now - lookupAt >= 0) {
      lookupAt = now;
      lookup =
          new BeginningLookup(tools.options(), tools.admin(), poller.start(), List.copyOf(fresh));
    }
  }

  private void begin(BeginningLookup asked) throws ExecutionException, InterruptedException {
    Beginnings decide = asked.beginnings(topic);
    List<Assigned> assigned = new ArrayList<>();
    for (TopicPartition one : asked.partitions()) {
      Beginning found = decide.of(one.partition(), asked.log(one));
      if (fresh.remove(one)) {
        OwnedPartition partition =
            new OwnedPartition(
                one, tools.options().shard(one.partition()), found.range(), found.next());
        owned.put(one, partition);
        tools.ours().put(partition.shard().id(), partition);
        assigned.add(
            new Assigned(partition.shard(), Long.toString(found.next() - 1), found.stored()));
      }
    }
    topic = Optional.of(decide.remembered());
    poller.learned(decide.now().id());
    BufferLimits limits = BufferLimits.forPartitions(owned.size());
    for (OwnedPartition one : owned.values()) {
      PartitionBuffer buffer = one.buffer();
      if (buffer != null) {
        buffer.limit(limits);
      }
    }
    if (!assigned.isEmpty()) {
      poller.listener().onAssigned(assigned);
    }
  }

  /** Pauses and resumes; whether somebody's full buffer is waited for. */
  private boolean flow() {
    List<TopicPartition> pause = new ArrayList<>();
    List<TopicPartition> resume = new ArrayList<>();
    boolean full = false;
    for (OwnedPartition one : owned.values()) {
      boolean wanted = !tools.held().get() && one.wantsRecords();
      full |= !wanted && one.buffer() != null;
      if (wanted == one.paused()) {
        (wanted ? resume : pause).add(one.partition());
        one.paused(!wanted);
      }
    }
    if (!pause.isEmpty()) {
      consumer.pause(pause);
    }
    if (!resume.isEmpty()) {
      consumer.resume(resume);
    }
    return full;
  }

  /**
   * How long the poll may wait for records; waits here if there is no partition it could be for.
   */
  private Duration patience(boolean waitsForRoom) {
    if (poller.commandsWait() || tools.commits().anythingOffered()) {
      return Duration.ZERO;
    }
    if (waitsForRoom && owned.values().stream().allMatch(OwnedPartition::paused)) {
      if (!sender.busy()) {
        tools.bell().await(ROOM_WAIT);
      }
      return Duration.ZERO;
    }
    return waitsForRoom || sender.busy() || lookup != null ? BUSY_POLL : IDLE_POLL;
  }

  private void deliver(TopicPartition partition, List<ConsumerRecord<byte[], byte[]>> polled) {
    OwnedPartition one = owned.get(partition);
    PartitionBuffer buffer = one == null ? null : one.buffer();
    if (one == null || buffer == null || polled.isEmpty()) {
      return;
    }
    SourceRecord[] records = new SourceRecord[polled.size()];
    long[] ends = new long[records.length];
    long bytes = 0;
    for (int i = 0; i < records.length; i++) {
      KafkaRecord record = KafkaRecord.of(polled.get(i));
      records[i] = record;
      bytes += record.size();
      ends[i] = bytes;
    }
    // first: whoever has a record may want to go on after it
    one.readTo(polled.get(records.length - 1).offset() + 1);
    buffer.add(records, ends);
  }

  private void polledTo(TopicPartition partition, long next) {
    OwnedPartition one = owned.get(partition);
    PartitionBuffer buffer = one == null ? null : one.buffer();
    if (buffer != null) {
      buffer.polledTo(next);
    }
  }

  private void lookAtLag(long now) {
    if (now - lagAt < 0) {
      return;
    }
    lagAt = now + LAG_PERIOD;
    for (OwnedPartition one : owned.values()) {
      PartitionBuffer buffer = one.buffer();
      if (buffer != null) {
        OptionalLong lag = consumer.currentLag(one.partition());
        lag.ifPresent(records -> buffer.endOfLog(buffer.polledTo() + records));
      }
    }
  }
}
