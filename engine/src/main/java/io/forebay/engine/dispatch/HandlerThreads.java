/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine.dispatch;

import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads handlers run on: virtual ones where the JDK has them, else a pool that grows. */
public final class HandlerThreads {

  private static final long IDLE_SECONDS = 30;

  private HandlerThreads() {}

  /**
   * Threads for at most this many invocations at a time.
   *
   * @param limit bounds a pool of platform threads; virtual threads are bounded by permits alone
   */
  public static ExecutorService start(int limit) {
    try {
      return (ExecutorService)
          Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException before21) {
      return platform("handler", limit);
    }
  }

  /** Platform threads that appear when needed and go when idle. */
  public static ExecutorService platform(String role, int limit) {
    return new ThreadPoolExecutor(
        0, limit, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), named(role));
  }

  private static ThreadFactory named(String role) {
    AtomicInteger count = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, "forebay-" + role + "-" + count.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }
}
