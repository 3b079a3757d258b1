/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine.agent;

/** The work of one thread. All methods are called by that thread only. */
public interface Agent {

  /** {@link #nextDeadlineNanos} of an agent that waits for nothing but the bell. */
  long NEVER = Long.MAX_VALUE;

  /** Name of the role, which becomes the thread's name. */
  String role();

  /** One bounded pass; returns how much was done, 0 if nothing. Must not throw. */
  int doWork();

  /** When to call again even if nobody rings, on the clock's nanos; {@link #NEVER}. */
  long nextDeadlineNanos();

  /** Whether something has come in since the last pass; asked just before sleeping. */
  boolean hasInput();

  /** Called once, when the thread ends. */
  default void onClose() {}
}
