/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine.mapping;

import io.forebay.engine.agent.Agent;
import io.forebay.engine.meter.MappingMeters;
import io.forebay.engine.meter.ShardGauges;
import io.forebay.engine.worker.MappingScope;
import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A mapping between its opening and its end: the shards that are read. Confined to the supervisor,
 * but for the messages of its leases.
 */
abstract class RunningMapping implements ShardLease.Owner {

  /** When nothing is to be done. */
  static final long NEVER = Agent.NEVER;

  /** The mapping's life, which goes on after this. */
  private final MappingControl control;

  private final Resources resources;
  private final MappingScope scope;
  private final Set<ShardLease> leases = new HashSet<>();
  private final Map<String, ShardGauges> gauges = new TreeMap<>();

  RunningMapping(MappingControl control, Resources resources, MappingScope scope) {
    this.control = control;
    this.resources = resources;
    this.scope = scope;
  }

  /** Begins to read. */
  abstract void begin();

  /** The time set by {@link #nextDeadlineNanos} has come. */
  abstract void onTimer();

  /** When to call {@link #onTimer}. */
  abstract long nextDeadlineNanos();

  /** This lease is over, because somebody wanted it to be. */
  abstract void onLeaseEnded(ShardLease lease);

  /** This shard is finished. */
  abstract void onShardEnded(ShardLease lease);

  /**
   * This lease is over, because somebody else has the shard.
   *
   * @return whether with it the whole mapping is somebody else's
   */
  abstract boolean onFenced(ShardLease lease);

  Resources resources() {
    return resources;
  }

  MappingScope scope() {
    return scope;
  }

  MappingControl control() {
    return control;
  }

  /** The figures of all shards to be shown, by id. */
  Map<String, ShardGauges> gauges() {
    return Collections.unmodifiableMap(new TreeMap<>(gauges));
  }

  /** Shows a shard no more. */
  void hide(String shard) {
    gauges.remove(shard);
  }

  /** Takes note of a lease that has begun. */
  void hold(ShardLease lease) {
    leases.add(lease);
    gauges.put(lease.shardId(), lease.gauges());
  }

  /** Ends all leases with a drain. */
  void drain(long untilNanos) {
    leases.forEach(lease -> lease.drain(untilNanos));
  }

  /** Ends all leases at once. */
  void fence() {
    leases.forEach(ShardLease::fence);
  }

  /** Whether no lease is left. */
  boolean isOver() {
    return leases.isEmpty();
  }

  @Override
  public final void leaseEnded(ShardLease lease) {
    put(
        () -> {
          leases.remove(lease);
          onLeaseEnded(lease);
        });
  }

  @Override
  public final void shardEnded(ShardLease lease) {
    put(
        () -> {
          leases.remove(lease);
          onShardEnded(lease);
        });
  }

  @Override
  public final void fenced(ShardLease lease) {
    put(
        () -> {
          leases.remove(lease);
          if (onFenced(lease)) {
            control.onFenced(this);
          }
        });
  }

  @Override
  public final void shardProblem(ShardLease lease, String sentence) {
    control.board().problem("shard " + lease.shardId() + ": " + sentence);
  }

  @Override
  public final Threads threads() {
    return control.supervisor().threads();
  }

  @Override
  public final MappingMeters meters() {
    return control.meters();
  }

  /** Runs this on the supervisor's thread, and what follows for the mapping. Any thread. */
  final void put(Runnable message) {
    control
        .supervisor()
        .put(
            () -> {
              message.run();
              control.onShardsChanged(this);
            });
  }
}
