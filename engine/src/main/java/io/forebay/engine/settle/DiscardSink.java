/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine.settle;

import io.forebay.source.FailedBatch;

/** Where workers hand the records they give up; the engine's is {@link DestinationSender}. */
@FunctionalInterface
public interface DiscardSink {

  /**
   * Takes a batch to be delivered and returns at once.
   *
   * @param delivered run once, on the sender's thread, when the destination has stored the batch
   */
  void send(FailedBatch batch, Runnable delivered);
}
