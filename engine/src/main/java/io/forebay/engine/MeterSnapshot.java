/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine;

import java.util.List;
import java.util.Map;

/**
 * What an engine has counted up to a moment.
 *
 * @param mappings figures of each mapping
 * @param rings how full each worker's ring is
 */
public record MeterSnapshot(List<MappingMeters> mappings, List<RingUse> rings) {

  /**
   * The figures of a mapping.
   *
   * @param mapping its name
   * @param counts counters since the engine started
   * @param batchSizes distribution of batch sizes, in records
   * @param invocationMillis distribution of invocation times, in milliseconds
   */
  public record MappingMeters(
      String mapping,
      Map<Meter, Long> counts,
      Distribution batchSizes,
      Distribution invocationMillis) {}

  /**
   * Counts of values by size.
   *
   * @param upperBounds inclusive upper bounds, ascending; values above the last are counted only in
   *     {@code count}
   * @param counts number of values in each bucket, not cumulated
   * @param count number of values
   * @param sum sum of the values
   */
  public record Distribution(List<Long> upperBounds, List<Long> counts, long count, double sum) {}

  /**
   * Use of a worker's ring.
   *
   * @param worker the worker's number
   * @param slots slots in all
   * @param used slots taken now
   */
  public record RingUse(int worker, int slots, int used) {}
}
