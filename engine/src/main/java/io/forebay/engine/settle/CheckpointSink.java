/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine.settle;

import io.forebay.checkpoint.Checkpoint;

/** Where workers hand their checkpoints; the engine's is {@link CheckpointWriter}. */
@FunctionalInterface
public interface CheckpointSink {

  /**
   * Takes a checkpoint to be stored and returns at once. A shard hands over its next one only after
   * the answer to the last.
   */
  void save(Checkpoint checkpoint, Answer answer);

  /** Told once, on the writer's thread, when the checkpoint is stored or refused. */
  @FunctionalInterface
  interface Answer {
    /**
     * The checkpoint is stored, or will never be.
     *
     * @param stored false if a newer epoch owns the mapping
     */
    void onSaved(boolean stored);
  }
}
