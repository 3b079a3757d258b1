/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine.simulation;

import io.forebay.engine.agent.Clock;

/** A clock that tests turn by hand. Begins at an arbitrary moment. */
public final class VirtualClock implements Clock {

  private static final long EPOCH_MILLIS = 1_700_000_000_000L;

  private long nanos = -5_000_000_000L; // monotonic time has no meaning, not even a sign

  @Override
  public long nanos() {
    return nanos;
  }

  @Override
  public long millis() {
    return EPOCH_MILLIS + (nanos + 5_000_000_000L) / 1_000_000;
  }

  /** Lets time pass. */
  public void advanceNanos(long by) {
    nanos += by;
  }

  /** Lets time pass. */
  public void advanceMillis(long by) {
    nanos += by * 1_000_000;
  }
}
