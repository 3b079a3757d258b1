/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine;

import io.forebay.handler.Batch;
import io.forebay.source.FailedBatch;

/**
 * Told what happens in an engine, for metrics of one's own and for tests.
 *
 * <p>Called on the engine's own threads, several at once: an implementation must be safe for that,
 * return quickly and not throw (what it throws is logged and ignored).
 */
public interface EngineListener {

  /** A mapping's state or reason has changed. */
  default void onState(MappingStatus status) {}

  /** An invocation is about to start. */
  default void onInvoke(String mapping, Batch batch, String invocationId, int attempt) {}

  /** A batch was handled; its records are settled. */
  default void onHandled(String mapping, Batch batch, String invocationId) {}

  /**
   * An attempt failed.
   *
   * @param why what the handler did, or why it was not reached
   * @param retryInMillis time to the next attempt; -1: none, the batch is discarded
   */
  default void onFailed(
      String mapping, Batch batch, String invocationId, String why, long retryInMillis) {}

  /** Records were given up and, where there is a destination, stored there. */
  default void onDiscarded(FailedBatch batch, boolean delivered) {}

  /** A checkpoint was stored. */
  default void onCheckpoint(String mapping, String shard, String reached) {}

  /** Something is wrong that an operator should know; it is logged as well. */
  default void onProblem(String mapping, String problem) {}
}
