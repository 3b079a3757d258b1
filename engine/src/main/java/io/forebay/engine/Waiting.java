/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine;

/**
 * What a shard's oldest open record waits for; without an open record, what keeps the next one from
 * coming.
 *
 * @param what what it is
 * @param sinceMillis since when, in milliseconds since the epoch; 0: not known
 * @param untilMillis when it is over by itself (the next attempt, the end of the window, the
 *     invocation's deadline), in milliseconds since the epoch; 0: not known
 * @param detail a sentence, such as the last attempt's error or the source's fault; empty if there
 *     is nothing to say
 */
public record Waiting(For what, long sinceMillis, long untilMillis, String detail) {

  /** Everything read is settled. */
  public static final Waiting NOTHING = new Waiting(For.NOTHING, 0, 0, "");

  /** What can be waited for. */
  public enum For {
    /** Nothing: all that was read is settled, and the shard is caught up. */
    NOTHING,
    /** The handler: an invocation runs. */
    HANDLER,
    /** The next attempt, after one that failed. */
    RETRY,
    /** A permit: as many invocations run as the mapping or the engine allows. */
    PERMIT,
    /** More records, or the end of the batching window. */
    WINDOW,
    /** The failure destination to store what was given up. */
    DESTINATION,
    /** The checkpoint store to take the place where reading began. */
    CHECKPOINT_STORE,
    /** The source to give records. */
    SOURCE
  }
}
