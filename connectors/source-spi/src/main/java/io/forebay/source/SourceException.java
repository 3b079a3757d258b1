/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.source;

/**
 * A source or destination can't do what was asked. The message is shown to operators: one sentence
 * saying what is wrong, where, and what to do.
 */
public final class SourceException extends Exception {

  private static final long serialVersionUID = 1L;

  /** What the engine does about it. */
  public enum Kind {
    /** The source asked for patience: the engine backs off and tries again. */
    THROTTLED,
    /** The source can't be reached now: the engine backs off and tries again. */
    UNAVAILABLE,
    /**
     * What is stored there is damaged or not ours: the shard stops with a reason, the rest goes on,
     * and the engine looks again from time to time.
     */
    CORRUPT,
    /** The source does not accept our credentials ({@code EVENT_SOURCE_AUTHN_ERROR}). */
    UNAUTHENTICATED,
    /** Our credentials don't permit it ({@code EVENT_SOURCE_AUTHZ_ERROR}). */
    UNAUTHORIZED,
    /** Settings are wrong: the mapping does not read, and says why, until somebody changes them. */
    MISCONFIGURED
  }

  private final Kind kind;

  /** With a sentence for operators. */
  public SourceException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  /** With a sentence for operators and what led to it. */
  public SourceException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  /** What the engine does about it. */
  public Kind kind() {
    return kind;
  }
}
