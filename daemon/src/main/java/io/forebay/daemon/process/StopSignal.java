/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.process;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/**
 * The signals that ask the process to stop: INT, TERM and HUP. The first lets {@link #await} return
 * so that the main thread can drain; a second one ends the process on the spot.
 *
 * <p>It talks to {@code sun.misc.Signal} by reflection, because the compiler warns of a direct use.
 * A shutdown hook alone would not do: the JVM ignores a second signal while hooks run. Where there
 * is no such class, a hook is all there is.
 */
public final class StopSignal {

  private static final String[] SIGNALS = {"INT", "TERM", "HUP"};

  private final AtomicInteger first = new AtomicInteger();
  private final CountDownLatch raised = new CountDownLatch(1);
  private final CountDownLatch drained = new CountDownLatch(1);

  private StopSignal() {}

  /** Begins to listen. Once a process. */
  public static StopSignal install() {
    StopSignal stop = new StopSignal();
    boolean handled = false;
    for (String signal : SIGNALS) {
      handled |= handle(signal, stop::onSignal);
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

  /** Whether the signal could be taken; it can't where the JVM or the system has no such thing. */
  private static boolean handle(String name, IntConsumer action) {
    try {
      Class<?> signalType = Class.forName("sun.misc.Signal");
      Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
      Method number = signalType.getMethod("getNumber");
      Object handler =
          Proxy.newProxyInstance(
              StopSignal.class.getClassLoader(),
              new Class<?>[] {handlerType},
              (self, method, args) -> {
                if (!method.getName().equals("handle")) {
                  return method.getName().equals("equals") ? (Object) (self == args[0]) : 0;
                }
                action.accept((Integer) number.invoke(args[0]));
                return null;
              });
      Object signal = signalType.getConstructor(String.class).newInstance(name);
      signalType.getMethod("handle", signalType, handlerType).invoke(null, signal, handler);
      return true;
    } catch (InvocationTargetException e) {
      return false; // this signal is not there, or the JVM was told to leave it alone
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }
}
