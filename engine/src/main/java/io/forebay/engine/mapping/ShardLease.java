/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine.mapping;

import io.forebay.checkpoint.Checkpoint;
import io.forebay.checkpoint.ShardKey;
import io.forebay.engine.MappingSettings;
import io.forebay.engine.meter.MappingMeters;
import io.forebay.engine.meter.ShardGauges;
import io.forebay.engine.pump.Pump;
import io.forebay.engine.pump.ShardPump;
import io.forebay.engine.ring.Credits;
import io.forebay.engine.worker.Limits;
import io.forebay.engine.worker.MappingScope;
import io.forebay.engine.worker.ShardScope;
import io.forebay.engine.worker.ShardWork;
import io.forebay.engine.worker.Worker;
import io.forebay.source.EventSource;
import io.forebay.source.ReadFrom;
import io.forebay.source.Shard;
import java.util.Optional;

/**
 * A shard that is being read: its reading side at a pump, its working side at a worker, and the
 * messages between them and the running mapping.
 */
final class ShardLease implements ShardScope.Owner {

  /**
   * The right to a shard, and what is known of its progress.
   *
   * @param shard the shard
   * @param epoch the lease's epoch
   * @param stored the shard's checkpoint
   * @param from where to begin
   */
  record Grant(Shard shard, long epoch, Optional<Checkpoint> stored, ReadFrom from) {}

  /** Told what becomes of a lease, on any thread. */
  interface Owner {

    /** It is over, as its owner wanted. */
    void leaseEnded(ShardLease lease);

    /** The shard is finished. */
    void shardEnded(ShardLease lease);

    /** Somebody else has the shard; the lease is over. */
    void fenced(ShardLease lease);

    /** The shard can't be read just now. */
    void shardProblem(ShardLease lease, String sentence);

    /** The engine's threads. */
    Threads threads();

    /** The mapping's counters. */
    MappingMeters meters();
  }

  private final Shard shard;
  private final Owner owner;
  private final ShardGauges gauges = new ShardGauges();
  private final Pump pump;
  private final ShardPump shardPump;
  private final Worker worker;
  private final ShardWork work;

  private ShardLease(MappingScope scope, Grant grant, EventSource source, Owner owner) {
    this.shard = grant.shard();
    this.owner = owner;
    Threads threads = owner.threads();
    MappingMeters meters = owner.meters();
    MappingSettings settings = scope.settings();
    pump = threads.nextPump(scope.traits().longPoll());
    worker = threads.nextWorker();
    Credits credits =
        new Credits(
            Limits.lookAhead(settings), Limits.shardBytes(settings), threads.budget(), pump.bell());
    work =
        new ShardWork(
            new ShardScope(
                scope,
                new ShardKey(settings.name(), shard.id()),
                grant.epoch(),
                grant.stored(),
                credits,
                meters.newWriter(),
                gauges,
                this),
            worker);
    shardPump =
        new ShardPump(
            from -> source.open(shard, from),
            grant.from(),
            scope.traits().idlePause().toNanos(),
            new ShardPump.Lane(
                worker.ring(),
                work,
                credits,
                meters.newWriter(),
                gauges,
                scope.needsStore(),
                sentence -> owner.shardProblem(this, sentence)));
  }

  /** Begins to read a shard. */
  static ShardLease begin(MappingScope scope, Grant grant, EventSource source, Owner owner) {
    ShardLease lease = new ShardLease(scope, grant, source, owner);
    lease.pump.add(lease.shardPump);
    return lease;
  }

  String shardId() {
    return shard.id();
  }

  ShardGauges gauges() {
    return gauges;
  }

  /** Ends it with a drain. */
  void drain(long untilNanos) {
    pump.remove(shardPump, () -> worker.drain(work, untilNanos));
  }

  /** Ends it at once. */
  void fence() {
    pump.remove(shardPump, () -> worker.fence(work));
  }

  @Override
  public void onDrained(ShardWork drained) {
    owner.leaseEnded(this);
  }

  @Override
  public void onFenced(ShardWork fenced) {
    pump.remove(shardPump, () -> owner.fenced(this));
  }

  @Override
  public void onEnded(ShardWork ended) {
    pump.remove(shardPump, () -> owner.shardEnded(this));
  }

  @Override
  public void onCheckpoint(ShardWork saved, String reached) {
    pump.settledThrough(shardPump, reached);
  }
}
