/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine.retry;

import io.forebay.engine.MappingSettings;
import io.forebay.engine.agent.Backoff;
import io.forebay.handler.SourceRecord;
import io.forebay.source.FailedBatch.Condition;
import io.forebay.source.FailedBatch.FunctionError;
import java.util.Optional;

/**
 * A mapping's rules for failing batches (rule 3.5), as pure functions.
 *
 * @param maximumRetryAttempts tries after the first, or {@link MappingSettings#UNLIMITED}
 * @param maximumAgeMillis age at which a record is given up; {@link #NO_AGE_LIMIT}
 * @param backoff delays between tries
 */
public record RetryPlan(int maximumRetryAttempts, long maximumAgeMillis, Backoff backoff) {

  /** No limit of age. */
  public static final long NO_AGE_LIMIT = Long.MAX_VALUE;

  /** The plan of these settings. */
  public static RetryPlan of(MappingSettings settings) {
    return new RetryPlan(
        settings.maximumRetryAttempts(),
        settings.maximumRecordAge().map(age -> age.toMillis()).orElse(NO_AGE_LIMIT),
        Backoff.RETRIES);
  }

  /**
   * What an outcome means for its batch.
   *
   * @param attempt which attempt it was, from 1
   * @param undelivered how many tries in a row have not been delivered, this one included
   * @param outcome what the invocation came to
   * @param chance a random number from 0 (inclusive) to 1 (exclusive), for jitter
   */
  public Verdict judge(int attempt, int undelivered, Outcome outcome, double chance) {
    if (outcome instanceof Outcome.Answered) {
      return new Verdict.Settle();
    }
    if (outcome instanceof Outcome.Failed failed) {
      return afterError(attempt, failed.error(), chance);
    }
    if (outcome instanceof Outcome.TimedOut late) {
      return afterError(attempt, late.error(), chance);
    }
    return new Verdict.Retry(backoff.nanos(undelivered, chance), false);
  }

  /**
   * How many records at the head of a batch are too old to be tried (rule 3.5.4): only a prefix
   * counts, so that no younger record is overtaken by an older one.
   */
  public int expiredPrefix(SourceRecord[] records, int from, int to, long nowMillis) {
    if (maximumAgeMillis == NO_AGE_LIMIT) {
      return 0;
    }
    int end = from;
    while (end < to && nowMillis - records[end].timestamp() > maximumAgeMillis) {
      end++;
    }
    return end - from;
  }

  private Verdict afterError(int attempt, FunctionError error, double chance) {
    if (maximumRetryAttempts != MappingSettings.UNLIMITED && attempt > maximumRetryAttempts) {
      return new Verdict.Discard(Condition.RETRY_ATTEMPTS_EXHAUSTED, Optional.of(error));
    }
    return new Verdict.Retry(backoff.nanos(attempt, chance), true);
  }
}
