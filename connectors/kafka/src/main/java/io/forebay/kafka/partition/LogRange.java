/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.kafka.partition;

/**
 * Which offsets of a partition can be gone on from, as far as known.
 *
 * @param start the oldest offset there is
 * @param end the newest offset that may have come next after what somebody has read
 * @param restart where reading goes on for who comes with an offset outside
 */
public record LogRange(long start, long end, long restart) {

  public boolean holds(long next) {
    return start <= next && next <= end;
  }

  /** Where reading really begins for who wants to go on here. */
  public long begin(long next) {
    return holds(next) ? next : restart;
  }

  /** The same after records up to this were read. */
  public LogRange readTo(long next) {
    return next > end ? new LogRange(start, next, restart) : this;
  }
}
