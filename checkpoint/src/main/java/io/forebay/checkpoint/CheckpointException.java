/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.checkpoint;

/**
 * The store can't read or write. The message is one sentence for operators: what is wrong, where,
 * what to do. The engine stops fetching for the store's mappings and tries again.
 */
public final class CheckpointException extends Exception {

  private static final long serialVersionUID = 1L;

  /** With a sentence for operators. */
  public CheckpointException(String message) {
    super(message);
  }

  /** With a sentence for operators and what led to it. */
  public CheckpointException(String message, Throwable cause) {
    super(message, cause);
  }
}
