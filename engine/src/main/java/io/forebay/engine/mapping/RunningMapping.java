/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine.mapping;

import io.forebay.checkpoint.Checkpoint;
import io.forebay.engine.meter.ShardGauges;
import io.forebay.engine.worker.MappingScope;
import io.forebay.source.Shard;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A mapping between its lease and its end: the shards that are read. Confined to the supervisor.
 */
final class RunningMapping {

  private final MappingControl control;
  private final Resources resources;
  private final MappingScope scope;
  private final long epoch;
  private final Map<String, Checkpoint> stored;
  private final ShardTree tree = new ShardTree();
  private final Set<ShardLease> leases = new HashSet<>();
  private final Map<String, ShardGauges> gauges = new TreeMap<>();

  /**
   * Begins to read the source's shards.
   *
   * @param epoch the lease's epoch
   * @param stored the mapping's checkpoints, by shard
   */
  RunningMapping(
      MappingControl control,
      Resources resources,
      MappingScope scope,
      long epoch,
      Map<String, Checkpoint> stored) {
    this.control = control;
    this.resources = resources;
    this.scope = scope;
    this.epoch = epoch;
    this.stored = Map.copyOf(stored);
    stored.values().stream()
        .filter(Checkpoint::ended)
        .forEach(ended -> tree.ended(ended.shard().shard()));
    assign(resources.shards());
  }

  Resources resources() {
    return resources;
  }

  /** The figures of all shards read so far, by id. */
  Map<String, ShardGauges> gauges() {
    return Collections.unmodifiableMap(new TreeMap<>(gauges));
  }

  /** Begins to read what is new among these shards, and what waited for its parents. */
  void assign(List<Shard> listed) {
    tree.add(listed);
    for (Shard shard : tree.takeReadable()) {
      ShardLease lease =
          new ShardLease(
              shard,
              control,
              scope,
              resources.source(),
              epoch,
              Optional.ofNullable(stored.get(shard.id())));
      leases.add(lease);
      gauges.put(shard.id(), lease.gauges());
    }
  }

  /** Ends all leases with a drain. */
  void drain(long untilNanos) {
    leases.forEach(lease -> lease.drain(untilNanos));
  }

  /** Ends all leases at once. */
  void fence() {
    leases.forEach(ShardLease::fence);
  }

  /** This shard's lease is over. */
  void leaseEnded(ShardLease lease) {
    leases.remove(lease);
  }

  /** This shard is finished, so that its children may begin. */
  void shardEnded(ShardLease lease) {
    leases.remove(lease);
    tree.ended(lease.shardId());
  }

  /** Whether no lease is left. */
  boolean isOver() {
    return leases.isEmpty();
  }
}
