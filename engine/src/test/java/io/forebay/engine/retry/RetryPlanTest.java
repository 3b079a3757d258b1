/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine.retry;

import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.engine.agent.Backoff;
import io.forebay.engine.simulation.SimRecord;
import io.forebay.handler.BatchResult;
import io.forebay.handler.SourceRecord;
import io.forebay.source.FailedBatch.Condition;
import io.forebay.source.FailedBatch.FunctionError;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RetryPlanTest {

  private static final FunctionError ERROR = new FunctionError("Type", "message");
  private static final Outcome FAILED = new Outcome.Failed(ERROR);
  private static final Backoff EXACT = new Backoff(200, 60_000, 0);

  @Test
  void shouldSettleWhatWasAnswered() {
    assertThat(plan(0).judge(1, 0, new Outcome.Answered(BatchResult.success()), 0))
        .isEqualTo(new Verdict.Settle());
  }

  @Test
  void shouldAllowNRetriesAfterTheFirstAttempt() {
    RetryPlan plan = plan(2); // rule 3.5.2: N + 1 invocations
    assertThat(plan.judge(1, 0, FAILED, 0)).isEqualTo(new Verdict.Retry(200, true));
    assertThat(plan.judge(2, 0, FAILED, 0)).isEqualTo(new Verdict.Retry(400, true));
    assertThat(plan.judge(3, 0, FAILED, 0))
        .isEqualTo(new Verdict.Discard(Condition.RETRY_ATTEMPTS_EXHAUSTED, Optional.of(ERROR)));
  }

  @Test
  void shouldTryForEverWithoutALimit() {
    assertThat(plan(-1).judge(1_000_000, 0, FAILED, 0)).isEqualTo(new Verdict.Retry(60_000, true));
  }

  @Test
  void shouldTreatATimeoutAsAnError() {
    assertThat(plan(0).judge(1, 0, new Outcome.TimedOut(ERROR), 0))
        .isInstanceOf(Verdict.Discard.class);
  }

  @Test
  void shouldNeverCountWhatWasNotDelivered() {
    Outcome throttled = new Outcome.NotDelivered("throttled");
    assertThat(plan(0).judge(1, 1, throttled, 0)).isEqualTo(new Verdict.Retry(200, false));
    assertThat(plan(0).judge(1, 3, throttled, 0)).isEqualTo(new Verdict.Retry(800, false));
  }

  @Test
  void shouldTakeJitterOffTheDelayOnly() {
    Backoff jittery = new Backoff(1000, 8000, 0.5);
    assertThat(jittery.nanos(1, 0)).isEqualTo(1000);
    assertThat(jittery.nanos(1, 0.999)).isBetween(500L, 501L);
    assertThat(jittery.nanos(40, 0)).isEqualTo(8000);
  }

  @Test
  void shouldSplitOffOnlyAPrefixOfOldRecords() {
    RetryPlan plan = new RetryPlan(-1, 100, EXACT);
    SourceRecord[] records = {at(0), at(50), at(150), at(20)};
    assertThat(plan.expiredPrefix(records, 0, 4, 155)).isEqualTo(2); // rule 3.5.4
    assertThat(plan.expiredPrefix(records, 2, 4, 155)).isZero();
    assertThat(plan(-1).expiredPrefix(records, 0, 4, Long.MAX_VALUE)).isZero();
  }

  private static RetryPlan plan(int maximumRetryAttempts) {
    return new RetryPlan(maximumRetryAttempts, RetryPlan.NO_AGE_LIMIT, EXACT);
  }

  private static SourceRecord at(long timestamp) {
    return new SimRecord("s", 0, "k", timestamp, 1);
  }
}
