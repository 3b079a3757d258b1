/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine;

import java.util.List;

/**
 * Where a mapping stands.
 *
 * @param name the mapping's name
 * @param state its state
 * @param reason why it is in this state: {@code USER_INITIATED}, or a code of rule 1.7 followed by
 *     a sentence, such as {@code FUNCTION_CONFIG_NOT_VALID: no handler named …}
 * @param lastProcessingResult {@code No records processed}, {@code OK}, or {@code PROBLEM: …} (rule
 *     1.7)
 * @param problem what keeps an enabled mapping from reading just now (source or checkpoint store
 *     not available, …), with the time of the next try; empty if nothing does
 * @param shards its shards, by id
 */
public record MappingStatus(
    String name,
    MappingState state,
    String reason,
    String lastProcessingResult,
    String problem,
    List<ShardStatus> shards) {

  /**
   * Where a shard stands. Figures are read while the shard moves and may differ by moments.
   *
   * @param shard the shard's id
   * @param reached position up to which everything is settled; empty before the first
   * @param open records fetched and not yet reached
   * @param inFlight invocations running now
   * @param waiting batches waiting for a retry
   * @param lag records behind the shard's end as the source sees it; -1: unknown
   * @param iteratorAgeMillis age of the last record handed to the handler when it was handed over,
   *     or 0 once everything read is settled and the shard is caught up
   * @param checkpointAgeMillis time since the last stored checkpoint that matters: 0 if everything
   *     reached is stored
   * @param ended whether the shard has been read and settled to its end
   * @param problem what keeps it from being read; empty if nothing does
   * @param waitsFor what its oldest open record waits for
   */
  public record ShardStatus(
      String shard,
      String reached,
      int open,
      int inFlight,
      int waiting,
      long lag,
      long iteratorAgeMillis,
      long checkpointAgeMillis,
      boolean ended,
      String problem,
      Waiting waitsFor) {}
}
