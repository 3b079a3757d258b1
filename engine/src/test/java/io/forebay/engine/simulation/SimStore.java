/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine.simulation;

import io.forebay.checkpoint.Checkpoint;
import io.forebay.checkpoint.CheckpointException;
import io.forebay.checkpoint.CheckpointStore;
import io.forebay.checkpoint.ShardKey;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** A store that survives simulated crashes, shows every checkpoint to a witness, and can fail. */
public final class SimStore implements CheckpointStore {

  private final Map<ShardKey, Checkpoint> saved = new HashMap<>();
  private final Map<String, Long> shardLeases = new HashMap<>();
  private final Consumer<Checkpoint> witness;
  private long lastEpoch;
  private long mappingLease;
  private boolean failing;

  public SimStore(Consumer<Checkpoint> witness) {
    this.witness = witness;
  }

  public void failing(boolean now) {
    failing = now;
  }

  @Override
  public String name() {
    return "simulated store";
  }

  @Override
  public long acquire(String mapping, String owner) {
    shardLeases.clear();
    mappingLease = ++lastEpoch;
    return mappingLease;
  }

  @Override
  public long acquire(String mapping, Set<String> shards, String owner) {
    lastEpoch++;
    shards.forEach(shard -> shardLeases.put(shard, lastEpoch));
    return lastEpoch;
  }

  @Override
  public Map<String, Checkpoint> load(String mapping) {
    Map<String, Checkpoint> byShard = new HashMap<>();
    saved.forEach((key, checkpoint) -> byShard.put(key.shard(), checkpoint));
    return byShard;
  }

  @Override
  public Set<ShardKey> save(Collection<Checkpoint> checkpoints) throws CheckpointException {
    if (failing) {
      throw new CheckpointException("simulated full disk");
    }
    Set<ShardKey> refused = new HashSet<>();
    for (Checkpoint checkpoint : checkpoints) {
      String shard = checkpoint.shard().shard();
      if (checkpoint.epoch() != shardLeases.getOrDefault(shard, mappingLease)) {
        refused.add(checkpoint.shard());
      } else {
        witness.accept(checkpoint);
        saved.put(checkpoint.shard(), checkpoint);
      }
    }
    return refused;
  }

  @Override
  public void delete(String mapping) {
    saved.clear();
  }

  @Override
  public void close() {}
}
