/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine.retry;

import io.forebay.handler.BatchResult;
import io.forebay.source.FailedBatch.FunctionError;
import java.time.Duration;

/** What an invocation came to. */
public sealed interface Outcome {

  /** The handler answered. */
  record Answered(BatchResult result) implements Outcome {}

  /** The handler threw, or broke its contract. */
  record Failed(FunctionError error) implements Outcome {}

  /** The handler took longer than the mapping's timeout: a function error too (rule 3.5). */
  record TimedOut(FunctionError error) implements Outcome {
    /** It did not return within this time. */
    public static TimedOut after(Duration timeout) {
      return new TimedOut(
          new FunctionError(
              "Timeout", "the handler did not return within " + timeout.toMillis() + " ms"));
    }
  }

  /** The batch never reached the handler's code: not an attempt (rule 3.5). */
  record NotDelivered(String why) implements Outcome {}
}
