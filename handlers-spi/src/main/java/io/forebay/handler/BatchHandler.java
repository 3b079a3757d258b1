/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.handler;

/**
 * A handler that does its work on the calling thread.
 *
 * <p>Invocations of different batches run at the same time, as many as the mapping's concurrency
 * allows, so an implementation must be safe for use by several threads. The thread is a virtual one
 * on Java 21 and later and may block freely.
 */
@FunctionalInterface
public non-sealed interface BatchHandler extends Handler {

  /**
   * Handles a batch.
   *
   * @param batch the records; never empty
   * @param context what is known about this invocation; valid after the call as well
   * @return never null; a null counts as a function error
   * @throws Exception the whole batch failed: it is tried again within the mapping's limits (rule
   *     3.5). Anything thrown counts, {@link Error}s too
   */
  BatchResult handle(Batch batch, InvocationContext context) throws Exception;
}
