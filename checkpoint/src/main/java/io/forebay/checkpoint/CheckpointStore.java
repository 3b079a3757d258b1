/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.checkpoint;

import java.util.Collection;
import java.util.Map;
import java.util.Set;

/**
 * Keeps checkpoints durably. Confined to one thread, the checkpoint-writer, which may block here.
 *
 * <p>Shaped for batches, because one commit to disk must serve many shards.
 */
public interface CheckpointStore extends AutoCloseable {

  /** Names the store for people, without secrets. */
  String name();

  /**
   * Takes the lease of a mapping: stores and returns an epoch higher than any this store ever gave,
   * deleted mappings included, which fences all earlier owners.
   *
   * @param mapping the mapping's name
   * @param owner who takes it, for people
   */
  long acquire(String mapping, String owner) throws CheckpointException;

  /**
   * Takes the leases of some of a mapping's shards, for sources that share their shards out
   * themselves: several engines then read one mapping, each some of its shards. Stores and returns
   * an epoch higher than any this store ever gave, which fences all earlier owners of these shards;
   * those of the mapping's other shards go on. Taking the lease of the whole mapping fences the
   * owners of single shards too.
   *
   * @param mapping the mapping's name
   * @param shards ids of the shards, at least one
   * @param owner who takes them, for people
   */
  long acquire(String mapping, Set<String> shards, String owner) throws CheckpointException;

  /**
   * All checkpoints of a mapping, by shard id. A settled map that can't be read counts as empty,
   * which costs duplicates only; any other damage is an exception.
   */
  Map<String, Checkpoint> load(String mapping) throws CheckpointException;

  /**
   * Stores these checkpoints in one durable commit. Of several for one shard the last one counts.
   *
   * @return the shards whose checkpoint was refused because its epoch does not own the shard (a
   *     newer lease of the shard or of its mapping does, or the mapping was deleted); nothing of
   *     theirs was written
   * @throws CheckpointException none is acknowledged; the store stays usable, and what was not
   *     saved can be saved again once the cause is gone
   */
  Set<ShardKey> save(Collection<Checkpoint> checkpoints) throws CheckpointException;

  /** Forgets a mapping: its checkpoints and its owners, whose saves are refused from now on. */
  void delete(String mapping) throws CheckpointException;

  /** Frees the store. */
  @Override
  void close();
}
