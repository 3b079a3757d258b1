/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine.dispatch;

/** Runs invocations. The engine's is {@link HandlerPool}; tests and simulations script theirs. */
public interface Dispatcher {

  /** Starts an invocation and returns at once; called by workers. */
  void start(Invocation invocation);

  /** Whether the thread of an invocation can go on to its successor. */
  boolean goesOn();
}
