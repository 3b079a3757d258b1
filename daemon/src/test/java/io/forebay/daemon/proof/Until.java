/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.proof;

import static org.assertj.core.api.Assertions.fail;

import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Waits for conditions. */
public final class Until {

  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);
  private static final long PAUSE_NANOS = 5_000_000;

  private Until() {}

  /** Waits, a minute at most, until it holds. */
  public static void holds(String what, Callable<Boolean> condition) throws Exception {
    if (!within(PATIENCE_NANOS / 1_000_000, condition)) {
      fail("never happened within a minute: " + what);
    }
  }

  /** Waits so long at most; returns whether it holds. */
  public static boolean within(long millis, Callable<Boolean> condition) throws Exception {
    long end = System.nanoTime() + millis * 1_000_000;
    while (!condition.call()) {
      if (System.nanoTime() - end > 0) {
        return false;
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    return true;
  }
}
