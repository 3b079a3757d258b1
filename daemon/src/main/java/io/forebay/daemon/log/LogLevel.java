/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.log;

import ch.qos.logback.classic.Level;

/** From where on events are logged. */
public enum LogLevel {
  /** Only what needs somebody to act. */
  ERROR(Level.ERROR),
  /** And what may need it soon. */
  WARN(Level.WARN),
  /** And starts, stops, changes of state. */
  INFO(Level.INFO),
  /** And details, with stack traces in the plain format too. */
  DEBUG(Level.DEBUG),
  /** Everything. */
  TRACE(Level.TRACE);

  @SuppressWarnings("ImmutableEnumChecker") // logback has made its levels immutable
  private final Level level;

  LogLevel(Level level) {
    this.level = level;
  }

  Level level() {
    return level;
  }

  /** Whether the plain format shows stack traces at this level. */
  boolean showsStackTraces() {
    return this == DEBUG || this == TRACE;
  }
}
