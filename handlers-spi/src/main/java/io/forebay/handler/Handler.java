/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.handler;

/**
 * User code that is given batches: a {@link BatchHandler} that returns when it is done, or an
 * {@link AsyncBatchHandler} that answers later.
 */
public sealed interface Handler extends AutoCloseable permits BatchHandler, AsyncBatchHandler {

  /** Frees what the handler holds. Called once, when its mapping has stopped invoking it. */
  @Override
  default void close() {}
}
