/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.handler;

import java.time.Duration;
import java.time.Instant;

/** What is known about one call of a handler. Safe for use by any thread. */
public interface InvocationContext {

  /**
   * Names this invocation. A retry of the very same batch keeps it; any other batch has a new one
   * (rule 3.5.9). Discard records name it, so log it beside side effects.
   */
  String invocationId();

  /** Name of the mapping. */
  String mapping();

  /** How many times this batch has been called, this call included: 1 for the first. */
  int attempt();

  /** When the invocation times out. */
  Instant deadline();

  /** Time left before {@link #deadline}; zero once it has passed. */
  Duration remaining();

  /** A logger named {@code forebay.handler.<mapping>}. */
  System.Logger logger();
}
