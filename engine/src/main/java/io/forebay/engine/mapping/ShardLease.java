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
 * messages between them and the mapping's control.
 */
final class ShardLease implements ShardScope.Owner {

  private final Shard shard;
  private final MappingControl control;
  private final ShardGauges gauges = new ShardGauges();
  private final Pump pump;
  private final ShardPump shardPump;
  private final Worker worker;
  private final ShardWork work;

  /**
   * Begins to read a shard.
   *
   * @param stored its checkpoint
   */
  ShardLease(
      Shard shard,
      MappingControl control,
      MappingScope scope,
      EventSource source,
      long epoch,
      Optional<Checkpoint> stored) {
    this.shard = shard;
    this.control = control;
    Threads threads = control.threads();
    MappingMeters meters = control.meters();
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
                epoch,
                stored,
                credits,
                meters.newWriter(),
                gauges,
                this),
            worker);
    shardPump =
        new ShardPump(
            from -> source.open(shard, from),
            stored
                .<ReadFrom>map(cp -> new ReadFrom.After(cp.reached()))
                .orElse(settings.startFrom()),
            scope.traits().idlePause().toNanos(),
            new ShardPump.Lane(
                worker.ring(),
                work,
                credits,
                meters.newWriter(),
                gauges,
                sentence -> control.shardProblem(shard.id(), sentence)));
    pump.add(shardPump);
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
    control.leaseEnded(this);
  }

  @Override
  public void onFenced(ShardWork fenced) {
    pump.remove(shardPump, () -> control.fenced(this));
  }

  @Override
  public void onEnded(ShardWork ended) {
    pump.remove(shardPump, () -> control.shardEnded(this));
  }

  @Override
  public void onCheckpoint(ShardWork saved, String reached) {
    pump.settledThrough(shardPump, reached);
  }
}
