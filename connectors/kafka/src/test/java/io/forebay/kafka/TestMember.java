/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.handler.SourceRecord;
import io.forebay.source.Fetch;
import io.forebay.source.ReadFrom;
import io.forebay.source.Settings;
import io.forebay.source.Shard;
import io.forebay.source.ShardReader;
import io.forebay.source.SharedSource;
import io.forebay.source.SourceContext;
import io.forebay.source.SourceException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A source as the engine uses it: joined, told of assignments, reading and committing. */
final class TestMember implements SharedSource.Listener, AutoCloseable {

  private final SharedSource source;
  final Map<String, SharedSource.Assigned> assigned = new ConcurrentHashMap<>();
  final ConcurrentLinkedQueue<Set<String>> lost = new ConcurrentLinkedQueue<>();
  final Map<String, Runnable> revoked = new ConcurrentHashMap<>();
  final ConcurrentLinkedQueue<Optional<SourceException>> health = new ConcurrentLinkedQueue<>();

  private final AtomicReference<Runnable> atRevocation = new AtomicReference<>(() -> {});
  private final AtomicBoolean releases = new AtomicBoolean(true);

  private TestMember(SharedSource source) {
    this.source = source;
  }

  static TestMember of(String servers, String topic, String mapping, Map<String, ?> settings)
      throws SourceException {
    Map<String, Object> all = new HashMap<>(settings);
    all.put("bootstrapServers", servers);
    all.put("topic", topic);
    return new TestMember(
        (SharedSource)
            new KafkaEventSourceFactory().create(new SourceContext(mapping, Settings.of(all))));
  }

  SharedSource source() {
    return source;
  }

  /** Does not release revoked shards by itself. */
  TestMember holding() {
    releases.set(false);
    return this;
  }

  /** Does this in the poller's thread when something is revoked. */
  TestMember atRevocation(Runnable what) {
    atRevocation.set(what);
    return this;
  }

  TestMember join(ReadFrom start) throws SourceException {
    source.shards();
    source.join(start, this);
    return this;
  }

  Set<String> shards() {
    return new TreeSet<>(assigned.keySet());
  }

  void awaitAssigned(int count) {
    await(count + " shards", () -> assigned.size() == count);
  }

  /** The fault it is told of next, or that was told last. */
  SourceException awaitFault() {
    await("a fault", () -> fault().isPresent());
    return fault().orElseThrow();
  }

  void awaitWell() {
    await("the end of " + health, () -> !health.isEmpty() && fault().isEmpty());
  }

  Optional<SourceException> fault() {
    Optional<SourceException> last = Optional.empty();
    for (Optional<SourceException> one : health) {
      last = one;
    }
    return last;
  }

  /** Opens where the assignment says. */
  ShardReader open(String shard) throws SourceException {
    SharedSource.Assigned one = assigned.get(shard);
    return source.open(one.shard(), new ReadFrom.After(one.startedAfter()));
  }

  ShardReader open(String shard, ReadFrom from) throws SourceException {
    return source.open(Shard.of(shard), from);
  }

  /** The numbers that come next. */
  static List<Integer> read(ShardReader reader, int count) throws Exception {
    return records(reader, count).stream().map(one -> Integer.parseInt(one.dataText())).toList();
  }

  static List<SourceRecord> records(ShardReader reader, int count) throws Exception {
    List<SourceRecord> all = new ArrayList<>();
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (all.size() < count) {
      Fetch fetch = reader.fetch(count - all.size(), Long.MAX_VALUE);
      all.addAll(fetch.records());
      assertThat(System.nanoTime()).as("came: " + all.size()).isLessThan(deadline);
      Thread.onSpinWait();
    }
    return all;
  }

  /** Commits and waits for the answer. */
  boolean commit(String shard, long reached, byte... settledAbove) throws Exception {
    return commitLater(shard, reached, settledAbove).get(60, TimeUnit.SECONDS);
  }

  CompletableFuture<Boolean> commitLater(String shard, long reached, byte... settledAbove) {
    CompletableFuture<Boolean> answer = new CompletableFuture<>();
    source.commit(
        shard,
        new SharedSource.Progress(Long.toString(reached), settledAbove),
        stored -> assertThat(answer.complete(stored)).isTrue());
    return answer;
  }

  /** Waits for a condition, not for a time. */
  static void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waiting for " + what).isLessThan(deadline);
      LockSupport.parkNanos(5_000_000);
    }
  }

  @Override
  public void onAssigned(List<SharedSource.Assigned> shards) {
    shards.forEach(one -> assigned.put(one.shard().id(), one));
  }

  @Override
  public void onRevoked(Set<String> shards, Runnable released) {
    atRevocation.get().run();
    shards.forEach(assigned::remove);
    shards.forEach(one -> revoked.put(one, released));
    if (releases.get()) {
      released.run();
    }
  }

  @Override
  public void onLost(Set<String> shards) {
    shards.forEach(assigned::remove);
    lost.add(shards);
  }

  @Override
  public void onHealth(Optional<SourceException> fault) {
    health.add(fault);
  }

  @Override
  public void close() {
    source.close();
  }
}
