/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine.settle;

import io.forebay.checkpoint.Checkpoint;
import io.forebay.checkpoint.CheckpointException;
import io.forebay.checkpoint.CheckpointStore;
import io.forebay.checkpoint.ShardKey;
import java.util.Collection;
import java.util.Map;
import java.util.Set;

/**
 * Stands where an engine was given no checkpoint store: enough for mappings whose sources keep
 * their progress themselves; the others are told what is missing.
 */
public final class NoCheckpointStore implements CheckpointStore {

  @Override
  public String name() {
    return "none";
  }

  @Override
  public long acquire(String mapping, String owner) throws CheckpointException {
    throw missing(mapping);
  }

  @Override
  public long acquire(String mapping, Set<String> shards, String owner) throws CheckpointException {
    throw missing(mapping);
  }

  @Override
  public Map<String, Checkpoint> load(String mapping) throws CheckpointException {
    throw missing(mapping);
  }

  @Override
  public Set<ShardKey> save(Collection<Checkpoint> checkpoints) throws CheckpointException {
    throw missing(checkpoints.iterator().next().shard().mapping());
  }

  @Override
  public void delete(String mapping) {}

  @Override
  public void close() {}

  private static CheckpointException missing(String mapping) {
    return new CheckpointException(
        "mapping '"
            + mapping
            + "' needs a checkpoint store, and this engine was built without one: call"
            + " checkpoints(…) before start()");
  }
}
