/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine.dispatch;

import io.forebay.engine.agent.Clock;
import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads handlers run on: virtual ones where the JDK has them, else some that linger. */
public final class HandlerThreads implements Executor, AutoCloseable {

  private static final long IDLE_SECONDS = 30;

  private final Executor threads;
  private final Runnable close;

  private HandlerThreads(Executor threads, Runnable close) {
    this.threads = threads;
    this.close = close;
  }

  /**
   * Threads for at most this many invocations at a time.
   *
   * @param limit bounds platform threads; virtual ones are bounded by permits alone
   */
  public static HandlerThreads start(int limit, Clock clock) {
    try {
      ExecutorService virtual =
          (ExecutorService)
              Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
      return new HandlerThreads(virtual, virtual::shutdownNow);
    } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException before21) {
      LingeringThreads platform = new LingeringThreads(limit, clock);
      return new HandlerThreads(platform, platform::close);
    }
  }

  /** Platform threads that appear when needed and go when idle, for what seldom happens. */
  public static ExecutorService platform(String role, int limit) {
    AtomicInteger count = new AtomicInteger();
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            limit,
            limit,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, "forebay-" + role + "-" + count.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    threads.allowCoreThreadTimeOut(true);
    return threads;
  }

  @Override
  public void execute(Runnable task) {
    threads.execute(task);
  }

  /** Ends the threads; a handler that still runs is left to itself. */
  @Override
  public void close() {
    close.run();
  }
}
