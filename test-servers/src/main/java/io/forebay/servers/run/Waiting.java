/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.servers.run;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for servers. */
public final class Waiting {
  private static final Duration PAUSE = Duration.ofMillis(50);

  private Waiting() {}

  /**
   * Waits until a server is ready.
   *
   * @throws IllegalStateException with the end of the server's log, as soon as it has died or when
   *     the time is over
   */
  public static void untilReady(
      String server, Duration atMost, ServerRunner runner, BooleanSupplier ready) {
    long end = System.nanoTime() + atMost.toNanos();
    while (!ready.getAsBoolean()) {
      if (!runner.isRunning()) {
        throw new IllegalStateException(server + " ended while starting:\n" + runner.logTail());
      }
      if (System.nanoTime() - end > 0) {
        throw new IllegalStateException(
            server + " was not ready after " + atMost.toSeconds() + " s:\n" + runner.logTail());
      }
      pause();
    }
  }

  /** The pause between two looks. */
  public static void pause() {
    if (Thread.currentThread().isInterrupted()) {
      throw new IllegalStateException("interrupted while waiting for a server");
    }
    LockSupport.parkNanos(PAUSE.toNanos());
  }

  /** What to throw when an interrupt ends the wait. */
  public static IllegalStateException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IllegalStateException("interrupted while waiting for a server", e);
  }
}
