/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.source;

import io.forebay.handler.SourceRecord;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Records that are given up: what a failure destination gets.
 *
 * @param mapping name of the mapping
 * @param handler name of the mapping's handler
 * @param source the event source, as its connector names it
 * @param shard the records' shard
 * @param condition why they are given up
 * @param invocationId id of the batch's last invocation, or one of its own if there was none
 * @param approximateInvokeCount how many times the batch was tried, at least 1 (rule 3.9)
 * @param functionError what the handler did; empty if it was not called or did not fail by an error
 * @param discardedAt when
 * @param records the whole original records, in the shard's order
 */
public record FailedBatch(
    String mapping,
    String handler,
    String source,
    String shard,
    Condition condition,
    String invocationId,
    int approximateInvokeCount,
    Optional<FunctionError> functionError,
    Instant discardedAt,
    List<SourceRecord> records) {

  /** Why records are given up; the words of rule 3.9. */
  public enum Condition {
    /** {@code maximumRetryAttempts} are used up. */
    RETRY_ATTEMPTS_EXHAUSTED("RetryAttemptsExhausted"),
    /** Older than {@code maximumRecordAge}. */
    RECORD_AGE_EXCEEDED("RecordAgeExceeded"),
    /** One record alone is larger than the payload limit (rule 2.1.6), so it can't be tried. */
    MAXIMUM_PAYLOAD_SIZE_EXCEEDED("MaximumPayloadSizeExceeded");

    private final String word;

    Condition(String word) {
      this.word = word;
    }

    /** As written in discard records. */
    public String word() {
      return word;
    }
  }

  /**
   * What the handler did in the last attempt.
   *
   * @param type class of the exception, or {@code Timeout}
   * @param message what it said
   */
  public record FunctionError(String type, String message) {}
}
