/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.process;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The signals that ask the process to stop. The first lets {@link #await} return so that the main
 * thread can drain; a second one ends the process on the spot.
 *
 * <p>A shutdown hook alone would not do: the JVM ignores a second signal while hooks run. Where
 * signals can't be taken, a hook is all there is.
 */
public final class StopSignal {

  private final AtomicInteger first = new AtomicInteger();
  private final CountDownLatch raised = new CountDownLatch(1);
  private final CountDownLatch drained = new CountDownLatch(1);

  private StopSignal() {}

  /**
   * Begins to listen. Once a process.
   *
   * @param signals their names: INT, TERM, perhaps HUP
   */
  public static StopSignal install(String... signals) {
    StopSignal stop = new StopSignal();
    boolean handled = false;
    for (String signal : signals) {
      handled |= Signals.handle(signal, stop::onSignal);
    }
    if (!handled) {
      Runtime.getRuntime().addShutdownHook(new Thread(stop::onShutdown, "stop"));
    }
    return stop;
  }

  /** Whether a signal has come. */
  public boolean raised() {
    return raised.getCount() == 0;
  }

  /** Waits for a signal for so long; returns whether one has come. */
  public boolean await(Duration atMost) throws InterruptedException {
    return raised.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Waits for a signal. */
  public void await() throws InterruptedException {
    raised.await();
  }

  /** 128 plus the number of the signal that came, as shells count; 0 if none did. */
  public int exitCode() {
    return raised() ? ExitCode.SIGNAL_BASE + first.get() : ExitCode.OK;
  }

  /** Tells a shutdown hook that waits for the drain that it is over. */
  public void drained() {
    drained.countDown();
  }

  private void onSignal(int number) {
    if (first.compareAndSet(0, number)) {
      raised.countDown();
    } else {
      Runtime.getRuntime().halt(ExitCode.SIGNAL_BASE + number);
    }
  }

  private void onShutdown() {
    first.compareAndSet(0, 15);
    raised.countDown();
    try {
      drained.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
