/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.handler;

import java.util.concurrent.CompletionStage;

/**
 * A handler that starts its work and answers later, on any thread.
 *
 * <p>The batch counts as in flight until the stage completes or the invocation's deadline passes;
 * at the deadline the stage's future is cancelled and the invocation has timed out.
 */
@FunctionalInterface
public non-sealed interface AsyncBatchHandler extends Handler {

  /**
   * Starts to handle a batch.
   *
   * @param batch the records; never empty
   * @param context what is known about this invocation
   * @return completes normally when the batch is handled, exceptionally when it failed; never null
   * @throws Exception the batch failed before anything could be started
   */
  CompletionStage<BatchResult> handle(Batch batch, InvocationContext context) throws Exception;
}
