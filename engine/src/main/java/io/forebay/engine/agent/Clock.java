/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine.agent;

/** The time, as an input, so that tests and simulations turn it by hand. */
public interface Clock {

  /** Monotonic nanoseconds; only differences mean anything. */
  long nanos();

  /** Milliseconds since the epoch. */
  long millis();

  /** The machine's clock. */
  static Clock system() {
    return new Clock() {
      @Override
      public long nanos() {
        return System.nanoTime();
      }

      @Override
      public long millis() {
        return System.currentTimeMillis();
      }
    };
  }
}
