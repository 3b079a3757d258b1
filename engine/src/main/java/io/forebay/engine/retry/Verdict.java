/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine.retry;

import io.forebay.source.FailedBatch.Condition;
import io.forebay.source.FailedBatch.FunctionError;
import java.util.Optional;

/** What happens to a batch next. */
public sealed interface Verdict {

  /** All its records are handled. */
  record Settle() implements Verdict {}

  /**
   * The same records are tried again as the same batch (rules 3.5.8, 3.5.9).
   *
   * @param afterNanos delay before the try
   * @param countsAsAttempt whether what happened used up an attempt
   */
  record Retry(long afterNanos, boolean countsAsAttempt) implements Verdict {}

  /**
   * The records are given up.
   *
   * @param condition why
   * @param error what the handler did last
   */
  record Discard(Condition condition, Optional<FunctionError> error) implements Verdict {}
}
