/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine.mapping;

import static java.util.stream.Collectors.toSet;

import io.forebay.checkpoint.Checkpoint;
import io.forebay.checkpoint.SettledMap;
import io.forebay.checkpoint.ShardKey;
import io.forebay.engine.agent.Backoff;
import io.forebay.engine.worker.MappingScope;
import io.forebay.source.ReadFrom;
import io.forebay.source.SharedSource;
import io.forebay.source.SharedSource.Assigned;
import io.forebay.source.SharedSource.Progress;
import io.forebay.source.SourceException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A running mapping that reads the shards its source assigns to it, one lease a shard. Confined to
 * the supervisor; the source's messages come by any thread.
 *
 * <p>A shard goes from <em>assigned</em> (ours, by the source's word) to <em>reading</em> (a lease
 * of the engine). One that comes back while its old lease still ends waits for that end: two leases
 * of one shard never run at once.
 */
final class SharedShards extends RunningMapping implements SharedSource.Listener {

  private static final long RETAKE_NANOS = 30_000_000_000L;

  private final SharedSource source;

  /** What is ours, with what the source said of it. */
  private final Map<String, Assigned> assigned = new HashMap<>();

  private final Map<String, Reading> reading = new HashMap<>();

  /** Shards whose lease is being taken at the store. */
  private final Set<String> asked = new HashSet<>();

  /** Shards that somebody has taken over at the store, until they are tried again. */
  private final Set<String> refused = new HashSet<>();

  private final List<Release> releases = new ArrayList<>();
  private int failures;
  private long nextTryNanos = NEVER;

  SharedShards(
      MappingControl control, Resources resources, MappingScope scope, SharedSource source) {
    super(control, resources, scope);
    this.source = source;
  }

  /** A shard being read, by what the source said when it assigned it. */
  private record Reading(ShardLease lease, Assigned assigned) {}

  /** Shards that the source takes away when nothing of them is in flight any more. */
  private record Release(Set<String> shards, Runnable released) {}

  @Override
  void begin() {
    source.join(scope().settings().startFrom(), this);
  }

  @Override
  void onTimer() {
    nextTryNanos = NEVER;
    refused.clear();
    beginReading();
  }

  @Override
  long nextDeadlineNanos() {
    return nextTryNanos;
  }

  @Override
  public void onAssigned(List<Assigned> shards) {
    put(
        () -> {
          shards.forEach(each -> assigned.put(each.shard().id(), each));
          beginReading();
        });
  }

  @Override
  public void onRevoked(Set<String> shards, Runnable released) {
    put(
        () -> {
          long until = control().drainUntilNanos();
          releases.add(new Release(leave(shards, lease -> lease.drain(until)), released));
          release();
        });
  }

  @Override
  public void onLost(Set<String> shards) {
    put(() -> leave(shards, ShardLease::fence));
  }

  @Override
  public void onHealth(Optional<SourceException> fault) {
    put(() -> control().board().sourceHealth(fault.map(FaultWords::of)));
  }

  @Override
  void onLeaseEnded(ShardLease lease) {
    onOver(lease);
  }

  @Override
  void onShardEnded(ShardLease lease) {
    assigned.remove(lease.shardId());
    onOver(lease);
  }

  /**
   * Mostly the source has taken the shard away, and says so or will. But if it goes on counting it
   * as ours, somebody else has taken it over at the store: a member of the group that was slow to
   * see its end, or an engine that reads the mapping by another group. Then the source's word is
   * followed, after a while: fenced against one another, they take turns and nothing is lost.
   */
  @Override
  @SuppressWarnings("ReferenceEquality") // two assignments of one shard may say the same
  boolean onFenced(ShardLease lease) {
    String shard = lease.shardId();
    Reading ended = reading.get(shard);
    if (ended != null && ended.lease == lease && assigned.get(shard) == ended.assigned) {
      if (source.keepsProgress()) {
        assigned.remove(shard);
      } else {
        refused.add(shard);
        nextTryNanos = control().supervisor().clock().nanos() + RETAKE_NANOS;
        String why =
            "LEASE_LOST: another engine has taken it over at the checkpoint store; it is taken back"
                + " in 30 s if the source still assigns it to this one";
        lease.gauges().fetchProblem(why);
        shardProblem(lease, why);
      }
    }
    onOver(lease);
    return false;
  }

  private void onOver(ShardLease lease) {
    reading.values().removeIf(each -> each.lease == lease);
    release();
    beginReading();
  }

  /** Begins to read what is ours and not read yet. */
  private void beginReading() {
    if (!control().reads(this)) {
      return;
    }
    List<Assigned> ready =
        assigned.values().stream()
            .filter(each -> !reading.containsKey(each.shard().id()))
            .filter(each -> !asked.contains(each.shard().id()))
            .filter(each -> !refused.contains(each.shard().id()))
            .toList();
    if (source.keepsProgress()) {
      ready.forEach(each -> read(each, 0, atSource(each)));
    } else if (!ready.isEmpty()) {
      Set<String> shards = ready.stream().map(each -> each.shard().id()).collect(toSet());
      asked.addAll(shards);
      control()
          .opener()
          .acquire(
              name(),
              shards,
              control().owner(),
              (epoch, stored) -> put(() -> onLeased(shards, epoch, stored)),
              fault -> put(() -> onLeaseFailed(shards, fault)));
    }
  }

  private void onLeased(Set<String> shards, long epoch, Map<String, Checkpoint> stored) {
    failures = 0;
    asked.removeAll(shards);
    for (String shard : shards) {
      Assigned ours = assigned.get(shard);
      if (ours != null && control().reads(this)) {
        read(ours, epoch, newer(Optional.ofNullable(stored.get(shard)), ours));
      }
    }
    release();
  }

  private void onLeaseFailed(Set<String> shards, String fault) {
    asked.removeAll(shards);
    release();
    failures++;
    nextTryNanos = control().supervisor().clock().nanos() + Backoff.OUTSIDE.nanos(failures, 0);
    if (failures == 1) {
      control().board().problem("CHECKPOINT_STORE_NOT_AVAILABLE: " + fault);
    }
  }

  private void read(Assigned ours, long epoch, Optional<Checkpoint> stored) {
    ReadFrom from = new ReadFrom.After(stored.map(Checkpoint::reached).orElse(ours.startedAfter()));
    ShardLease lease =
        ShardLease.begin(
            scope(), new ShardLease.Grant(ours.shard(), epoch, stored, from), source, this);
    reading.put(ours.shard().id(), new Reading(lease, ours));
    hold(lease);
  }

  /**
   * The checkpoint that is further on: ours, or the one at the source, which others leave there who
   * keep theirs in another store. Both stand for settled records only.
   */
  private Optional<Checkpoint> newer(Optional<Checkpoint> ours, Assigned there) {
    Optional<Checkpoint> theirs = atSource(there);
    if (ours.isEmpty() || theirs.isEmpty() || !scope().traits().offsetPositions()) {
      return ours.or(() -> theirs);
    }
    long here = Long.parseLong(ours.get().reached());
    return Long.parseLong(theirs.get().reached()) > here ? theirs : ours;
  }

  private Optional<Checkpoint> atSource(Assigned there) {
    return there.stored().map(progress -> checkpoint(there.shard().id(), progress));
  }

  private Checkpoint checkpoint(String shard, Progress progress) {
    SettledMap settled = SettledMap.decode(progress.settledAbove()).orElse(SettledMap.EMPTY);
    return new Checkpoint(new ShardKey(name(), shard), 0, progress.reached(), settled, false);
  }

  /**
   * These are no longer ours; what is read of them ends so.
   *
   * @return those that something still goes on with
   */
  private Set<String> leave(Set<String> shards, Consumer<ShardLease> end) {
    assigned.keySet().removeAll(shards);
    refused.removeAll(shards);
    for (String shard : shards) {
      Reading ending = reading.get(shard);
      if (ending != null) {
        end.accept(ending.lease);
      }
      hide(shard);
    }
    return new HashSet<>(shards);
  }

  /**
   * Tells the source of what has come to its end. A lease that is being taken at the store counts
   * too: taken after the shard has gone to somebody else, it would fence the new owner.
   */
  private void release() {
    for (Iterator<Release> each = releases.iterator(); each.hasNext(); ) {
      Release release = each.next();
      release.shards.removeIf(shard -> !reading.containsKey(shard) && !asked.contains(shard));
      if (release.shards.isEmpty()) {
        each.remove();
        release.released.run();
      }
    }
  }

  private String name() {
    return scope().settings().name();
  }
}
