/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine.agent;

/**
 * Delays that double up to a cap, with jitter (rule 3.5.6: recorded first retries fit doubling from
 * 0.2 s; the cap is ours).
 *
 * @param initialNanos delay before the first retry
 * @param maximumNanos largest delay
 * @param jitter part of the delay, 0 to 1, that chance may take off
 */
public record Backoff(long initialNanos, long maximumNanos, double jitter) {

  /** Retries of a batch: 200 ms, doubling to 60 s, up to a tenth less. */
  public static final Backoff RETRIES = new Backoff(200_000_000L, 60_000_000_000L, 0.1);

  /** Tries of anything outside the process: 100 ms, doubling to 30 s, up to a fifth less. */
  public static final Backoff OUTSIDE = new Backoff(100_000_000L, 30_000_000_000L, 0.2);

  private static final int LARGEST_SHIFT = 30;

  /**
   * The delay before a retry, in nanoseconds.
   *
   * @param failures how many tries have failed in a row, at least 1
   * @param chance a random number from 0 (inclusive) to 1 (exclusive)
   */
  public long nanos(int failures, double chance) {
    int doublings = Math.min(failures - 1, LARGEST_SHIFT);
    long delay =
        initialNanos > (maximumNanos >> doublings) ? maximumNanos : initialNanos << doublings;
    return delay - (long) (delay * jitter * chance);
  }
}
