/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine.simulation;

import io.forebay.checkpoint.Checkpoint;
import io.forebay.checkpoint.CheckpointException;
import io.forebay.checkpoint.CheckpointStore;
import io.forebay.checkpoint.ShardKey;
import java.util.Collection;
import java.util.Map;
import java.util.Set;

/** A fault planted on purpose: claims one record more than was settled. */
record RunsAhead(CheckpointStore store) implements CheckpointStore {

  @Override
  public String name() {
    return store.name();
  }

  @Override
  public long acquire(String mapping, String owner) throws CheckpointException {
    return store.acquire(mapping, owner);
  }

  @Override
  public long acquire(String mapping, Set<String> shards, String owner) throws CheckpointException {
    return store.acquire(mapping, shards, owner);
  }

  @Override
  public Map<String, Checkpoint> load(String mapping) throws CheckpointException {
    return store.load(mapping);
  }

  @Override
  public Set<ShardKey> save(Collection<Checkpoint> checkpoints) throws CheckpointException {
    return store.save(
        checkpoints.stream()
            .map(
                cp ->
                    new Checkpoint(
                        cp.shard(),
                        cp.epoch(),
                        String.valueOf(Integer.parseInt(cp.reached()) + 1),
                        cp.settled(),
                        cp.ended()))
            .toList());
  }

  @Override
  public void delete(String mapping) throws CheckpointException {
    store.delete(mapping);
  }

  @Override
  public void close() {
    store.close();
  }
}
