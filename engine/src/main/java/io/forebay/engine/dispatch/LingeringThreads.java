/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine.dispatch;

import io.forebay.engine.agent.Clock;
import java.util.Deque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Platform threads for handlers, where the JDK has no virtual ones. A thread that has run dry looks
 * for more work for a moment before it sleeps, one thread at a time: short invocations that follow
 * one another then cost no wake-up, which is what a {@code ThreadPoolExecutor} pays for each (42
 * against 11 ns a record with batches of 100). Idle threads sleep, and end after a while.
 */
final class LingeringThreads implements Executor, AutoCloseable {

  private static final long LINGER_NANOS = 30_000;
  private static final long IDLE_NANOS = 30_000_000_000L;

  private final int limit;
  private final Clock clock;
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final Deque<Thread> sleeping = new ConcurrentLinkedDeque<>();
  private final AtomicBoolean searching = new AtomicBoolean();
  private final AtomicInteger threads = new AtomicInteger();
  private final AtomicInteger named = new AtomicInteger();
  private volatile boolean closed;

  /** At most this many threads; further tasks wait for one. */
  LingeringThreads(int limit, Clock clock) {
    this.limit = limit;
    this.clock = clock;
  }

  /**
   * Runs this on one of the threads.
   *
   * @throws OutOfMemoryError if no thread can be started; the task is not run then
   */
  @Override
  public void execute(Runnable task) {
    tasks.add(task);
    // Whoever searches now looks at the queue again after it has said that it no longer does.
    if (!searching.get()) {
      wakeOrStart(task);
    }
  }

  /** Interrupts what sleeps; what runs a handler ends by itself. */
  @Override
  public void close() {
    closed = true;
    Thread thread = sleeping.poll();
    while (thread != null) {
      LockSupport.unpark(thread);
      thread = sleeping.poll();
    }
  }

  private void wakeOrStart(Runnable task) {
    Thread thread = sleeping.poll();
    if (thread != null) {
      LockSupport.unpark(thread);
    } else if (threads.incrementAndGet() <= limit) {
      start(task);
    } else {
      threads.decrementAndGet();
    }
  }

  private void start(Runnable task) {
    Thread thread = new Thread(this::run, "forebay-handler-" + named.incrementAndGet());
    thread.setDaemon(true);
    try {
      thread.start();
    } catch (OutOfMemoryError e) {
      threads.decrementAndGet();
      if (tasks.remove(task)) {
        throw e;
      }
    }
  }

  private void run() {
    long idleSince = clock.nanos();
    while (!closed) {
      Runnable task = next();
      if (task != null) {
        task.run();
        idleSince = clock.nanos();
      } else if (clock.nanos() - idleSince > IDLE_NANOS && tasks.isEmpty()) {
        break;
      } else {
        sleep();
      }
    }
    threads.decrementAndGet();
    if (!closed && !tasks.isEmpty() && !searching.get()) {
      wakeOrStart(tasks.element());
    }
  }

  /** A task, looked for during a short while if nobody else looks; null if there is none. */
  @SuppressWarnings("ThreadPriorityCheck") // the worker that has the next task may need this core
  private @Nullable Runnable next() {
    Runnable task = tasks.poll();
    if (task != null || !searching.compareAndSet(false, true)) {
      return task;
    }
    long until = clock.nanos() + LINGER_NANOS;
    while (task == null && !closed && clock.nanos() < until) {
      Thread.yield();
      task = tasks.poll();
    }
    searching.set(false);
    if (task == null) {
      return tasks.poll();
    }
    Runnable another = tasks.peek();
    if (another != null) {
      wakeOrStart(another);
    }
    return task;
  }

  private void sleep() {
    Thread self = Thread.currentThread();
    sleeping.push(self);
    if (tasks.isEmpty() && !closed) {
      LockSupport.parkNanos(this, IDLE_NANOS);
    }
    sleeping.remove(self);
  }
}
