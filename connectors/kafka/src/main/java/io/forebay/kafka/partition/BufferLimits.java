/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.kafka.partition;

/**
 * How much of a partition is buffered before it is paused. A poll in progress may add a poll's
 * worth to it.
 *
 * @param records most records
 * @param bytes most bytes
 */
public record BufferLimits(int records, long bytes) {

  /** What a poll gives at most, unless the user says otherwise: enough to make its cost small. */
  public static final int POLL_RECORDS = 4_000;

  /**
   * Most records of a partition, many polls' worth. A pause is dear: a consumer has one request at
   * a broker at a time, and one that leaves a paused partition out, but asks for others that have
   * nothing, stays there for {@code fetch.max.wait.ms}, whatever is resumed meanwhile.
   */
  private static final int MOST_RECORDS = 50_000;

  /** For all partitions of a source together. */
  private static final long ALL_BYTES = 32L << 20;

  /** Less would make a partition of large records go in steps. */
  private static final long LEAST_BYTES = 1L << 20;

  private static final long MOST_BYTES = 8L << 20;

  /** For each of so many partitions. */
  public static BufferLimits forPartitions(int count) {
    long share = ALL_BYTES / Math.max(1, count);
    return new BufferLimits(MOST_RECORDS, Math.min(MOST_BYTES, Math.max(LEAST_BYTES, share)));
  }
}
