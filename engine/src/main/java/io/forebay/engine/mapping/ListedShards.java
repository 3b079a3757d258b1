/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine.mapping;

import io.forebay.checkpoint.Checkpoint;
import io.forebay.engine.worker.MappingScope;
import io.forebay.source.ReadFrom;
import io.forebay.source.Shard;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A running mapping that reads all shards its source lists, under one lease of the whole mapping.
 * Confined to the supervisor.
 */
final class ListedShards extends RunningMapping {

  private static final long DISCOVERY_NANOS = 30_000_000_000L;

  private final long epoch;
  private final Map<String, Checkpoint> stored;
  private final ShardTree tree = new ShardTree();
  private long nextDiscoveryNanos;

  /**
   * A mapping that does not read yet.
   *
   * @param epoch the lease's epoch
   * @param stored the mapping's checkpoints, by shard
   */
  ListedShards(
      MappingControl control,
      Resources resources,
      MappingScope scope,
      long epoch,
      Map<String, Checkpoint> stored) {
    super(control, resources, scope);
    this.epoch = epoch;
    this.stored = Map.copyOf(stored);
    stored.values().stream()
        .filter(Checkpoint::ended)
        .forEach(ended -> tree.ended(ended.shard().shard()));
  }

  @Override
  void begin() {
    assign(resources().shards());
    lookAgainLater();
  }

  /** Another look at the source's shards. */
  @Override
  void onTimer() {
    nextDiscoveryNanos = NEVER;
    control()
        .opener()
        .discover(
            resources(),
            listed ->
                put(
                    () -> {
                      assign(listed);
                      lookAgainLater();
                    }));
  }

  @Override
  long nextDeadlineNanos() {
    return nextDiscoveryNanos;
  }

  @Override
  void onLeaseEnded(ShardLease lease) {}

  /** Its children may begin. */
  @Override
  void onShardEnded(ShardLease lease) {
    tree.ended(lease.shardId());
    assign(List.of());
  }

  @Override
  boolean onFenced(ShardLease lease) {
    return true;
  }

  /** Begins to read what is new among these shards, and what waited for its parents. */
  private void assign(List<Shard> listed) {
    tree.add(listed);
    if (!control().reads(this)) {
      return;
    }
    for (Shard shard : tree.takeReadable()) {
      Optional<Checkpoint> known = Optional.ofNullable(stored.get(shard.id()));
      ReadFrom from =
          known
              .<ReadFrom>map(checkpoint -> new ReadFrom.After(checkpoint.reached()))
              .orElse(scope().settings().startFrom());
      hold(
          ShardLease.begin(
              scope(),
              new ShardLease.Grant(shard, epoch, known, from),
              resources().source(),
              this));
    }
  }

  private void lookAgainLater() {
    nextDiscoveryNanos = control().supervisor().clock().nanos() + DISCOVERY_NANOS;
  }
}
