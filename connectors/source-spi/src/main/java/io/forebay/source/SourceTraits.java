/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.source;

import java.time.Duration;

/**
 * What the engine must know about a type of source before it opens one: the ranges and defaults its
 * mappings have (rules 1.4 and 2.2), its window clock (rule 2.1) and how to wait for it.
 *
 * @param replayable true for a stream with positions, false for a queue whose messages are settled
 *     one by one
 * @param defaultBatchSize {@code batchSize} if the mapping names none, in records
 * @param maximumBatchSize largest {@code batchSize}, in records
 * @param defaultBatchingWindow {@code maximumBatchingWindow} if the mapping names none
 * @param windowClock when the batching window begins to run
 * @param encodedOverhead bytes that the payload of an invocation needs for each record beside its
 *     base64 text (rule 2.1.5)
 * @param startPositions whether {@code startingPosition} applies, and AT_TIMESTAMP with it
 * @param idlePause longest pause between two fetches of a shard that had nothing to read
 * @param longPoll whether {@code fetch} waits at the source for records; such a reader has a pump
 *     to itself
 * @param offsetPositions whether positions are whole numbers that grow along the shard, perhaps
 *     with gaps; what is settled out of order is then kept by number, so that records which a
 *     source removes in between (compaction) shift nothing
 */
public record SourceTraits(
    boolean replayable,
    int defaultBatchSize,
    int maximumBatchSize,
    Duration defaultBatchingWindow,
    WindowClock windowClock,
    int encodedOverhead,
    StartPositions startPositions,
    Duration idlePause,
    boolean longPoll,
    boolean offsetPositions) {

  /** When a batching window begins to run (rule 2.1). */
  public enum WindowClock {
    /** When the previous invocation of the shard ended: Kinesis, DynamoDB, SQS. */
    PREVIOUS_INVOCATION_ENDED,
    /** When the previous batch was formed, so that gathering overlaps with running invocations. */
    PREVIOUS_BATCH_FORMED,
    /** When the first record of the batch arrived: brokers and change streams. */
    FIRST_RECORD
  }

  /** Which starting positions a source knows. */
  public enum StartPositions {
    /** None: a queue has no positions. */
    NONE,
    /** TRIM_HORIZON and LATEST. */
    ENDS,
    /** TRIM_HORIZON, LATEST and AT_TIMESTAMP. */
    ENDS_AND_TIMESTAMP
  }
}
