/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine.worker;

import io.forebay.engine.MappingSettings;

/** The bounds of a shard's and a worker's state, with their reasons. */
public final class Limits {

  /**
   * Records a shard may have taken in and not reached (design, section 4): it bounds the settled
   * map to 1 KiB, and what is read ahead of a record that is stuck.
   */
  static final int LOOK_AHEAD = 8_192;

  /**
   * The same for batches that would not fit twice into it; with factor 1 only filtered records are
   * settled ahead, and the map is 4 KiB at most.
   */
  static final int LARGE_LOOK_AHEAD = 32_768;

  /** Fewest records of credit: small batches still want fetches that are worth a ring slot. */
  static final int SMALLEST_LOOK_AHEAD = 4_096;

  /** Bytes a shard may hold, if its payload limit is not larger: some fetches' worth. */
  static final long SHARD_BYTES = 32L * 1024 * 1024;

  /** How long a handler past its deadline may take to react to its interrupt before it is lost. */
  public static final long GRACE_NANOS = 10_000_000_000L;

  /** Time a shard whose drain ran out of time still has to store its last checkpoint. */
  static final long LAST_CHECKPOINT_NANOS = 2_000_000_000L;

  /**
   * Batches that may wait behind a running one for its thread to go on to: enough that the worker
   * need not be quick, few enough that little is gathered in advance.
   */
  static final int SUCCESSORS = 8;

  /** Fetches taken from the ring in one pass, so that answers are not kept waiting. */
  static final int FETCHES_PER_PASS = 32;

  /** Commands and answers taken in one pass. */
  static final int MESSAGES_PER_PASS = 512;

  private Limits() {}

  /** Records of credit for a shard of this mapping: two batches for each place in flight. */
  public static int lookAhead(MappingSettings settings) {
    int wanted = 2 * settings.batchSize() * settings.parallelizationFactor();
    int most =
        settings.parallelizationFactor() == 1 && wanted > LOOK_AHEAD
            ? LARGE_LOOK_AHEAD
            : Math.max(LOOK_AHEAD, settings.batchSize());
    return Math.max(SMALLEST_LOOK_AHEAD, Math.min(wanted, most));
  }

  /** Bytes of credit for a shard of this mapping. */
  public static long shardBytes(MappingSettings settings) {
    return Math.max(SHARD_BYTES, 2 * settings.payloadLimit());
  }
}
