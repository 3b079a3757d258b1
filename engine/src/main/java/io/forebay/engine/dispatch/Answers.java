/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine.dispatch;

import io.forebay.engine.retry.Outcome;

/** Where an invocation's answer goes. */
@FunctionalInterface
public interface Answers {

  /**
   * The invocation has ended and its thread is free. Called once for each, on any thread; late
   * answers of abandoned invocations come here too.
   */
  void answered(Invocation invocation, Outcome outcome);
}
