/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.source;

/**
 * Where discarded records go (rule 3.9).
 *
 * <p>Used by one destination-sender thread at a time, which may block here.
 */
public interface FailureDestination extends AutoCloseable {

  /** Names the destination for people, without secrets. */
  String name();

  /**
   * Stores the batch durably before it returns: once it has, the records count as settled and the
   * checkpoint may pass them. Throwing means that nothing is settled; the engine tries again.
   */
  void send(FailedBatch batch) throws SourceException;

  /** Frees what the destination holds. */
  @Override
  void close();
}
