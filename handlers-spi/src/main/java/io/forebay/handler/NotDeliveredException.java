/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.handler;

/**
 * Thrown by a handler that passes batches on to another system and could not reach it: throttled,
 * unavailable, not permitted. The records never got to the code that handles them, so the try does
 * not count as an attempt (rule 3.5); the engine backs off and tries again.
 */
public final class NotDeliveredException extends Exception {

  private static final long serialVersionUID = 1L;

  /** With a sentence for operators. */
  public NotDeliveredException(String message) {
    super(message);
  }

  /** With a sentence for operators and what led to it. */
  public NotDeliveredException(String message, Throwable cause) {
    super(message, cause);
  }
}
