/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine;

import io.forebay.source.EventSource;
import io.forebay.source.ReadFrom;
import io.forebay.source.Shard;
import io.forebay.source.ShardReader;
import io.forebay.source.SharedSource;
import io.forebay.source.SourceException;
import io.forebay.source.SourceTraits;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A broker in memory that deals shards out as the test says; its progress outlives the engines that
 * read it. Each {@link #open} is a member of its group.
 */
final class SharedMemorySource {

  static final SourceTraits TRAITS =
      new SourceTraits(
          MemorySource.TRAITS.replayable(),
          MemorySource.TRAITS.defaultBatchSize(),
          MemorySource.TRAITS.maximumBatchSize(),
          MemorySource.TRAITS.defaultBatchingWindow(),
          MemorySource.TRAITS.windowClock(),
          MemorySource.TRAITS.encodedOverhead(),
          MemorySource.TRAITS.startPositions(),
          MemorySource.TRAITS.idlePause(),
          false,
          true);

  final MemorySource records;
  final boolean keepsProgress;
  final Map<String, SharedSource.Progress> progress = new ConcurrentHashMap<>();
  final List<Member> members = new CopyOnWriteArrayList<>();

  SharedMemorySource(MemorySource records, boolean keepsProgress) {
    this.records = records;
    this.keepsProgress = keepsProgress;
  }

  EventSource open() {
    return new Member(records.open());
  }

  /** One engine's membership. */
  final class Member implements SharedSource {

    private final EventSource plain;
    private final Set<String> mine = ConcurrentHashMap.newKeySet();
    private volatile Listener listener;

    Member(EventSource plain) {
      this.plain = plain;
    }

    void assign(String... shards) {
      mine.addAll(List.of(shards));
      listener.onAssigned(
          List.of(shards).stream()
              .map(
                  shard -> {
                    Optional<Progress> stored = Optional.ofNullable(progress.get(shard));
                    String after = stored.map(Progress::reached).orElse("-1");
                    return new Assigned(Shard.of(shard), after, stored);
                  })
              .toList());
    }

    /** Takes shards away in the polite way; {@code released} says when they may go. */
    void revoke(Runnable released, String... shards) {
      listener.onRevoked(
          Set.of(shards),
          () -> {
            mine.removeAll(Set.of(shards));
            released.run();
          });
    }

    void lose(String... shards) {
      mine.removeAll(Set.of(shards));
      listener.onLost(Set.of(shards));
    }

    void fault(Optional<SourceException> fault) {
      listener.onHealth(fault);
    }

    @Override
    public void join(ReadFrom start, Listener told) {
      listener = told;
      members.add(this);
    }

    @Override
    public boolean keepsProgress() {
      return keepsProgress;
    }

    @Override
    public int settledAboveLimit() {
      return 2_900;
    }

    @Override
    public void commit(String shard, Progress reached, Answer answer) {
      boolean ours = mine.contains(shard);
      if (ours) {
        progress.put(shard, reached);
      }
      answer.onCommitted(ours);
    }

    @Override
    public String name() {
      return "shared memory";
    }

    @Override
    public List<Shard> shards() throws SourceException {
      return plain.shards();
    }

    @Override
    public ShardReader open(Shard shard, ReadFrom from) throws SourceException {
      return plain.open(shard, from);
    }

    @Override
    public void close() {
      members.remove(this);
    }
  }
}
