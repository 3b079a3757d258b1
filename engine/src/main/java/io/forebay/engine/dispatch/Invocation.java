/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine.dispatch;

import io.forebay.engine.agent.Clock;
import io.forebay.engine.retry.Outcome;
import io.forebay.handler.InvocationContext;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One call of a handler. Made by a worker, run by a handler thread, answered exactly once.
 *
 * <p>Also the {@link InvocationContext} the handler sees.
 */
public final class Invocation implements InvocationContext {

  private enum Progress {
    NEW,
    BEGUN,
    ANSWERED
  }

  private final Call call;
  private final Clock clock;
  private final Answers answers;
  private final AtomicReference<Progress> progress = new AtomicReference<>(Progress.NEW);
  private volatile @Nullable Future<?> running;
  private volatile boolean abandoned;

  /** An invocation that has not started. */
  public Invocation(Call call, Clock clock, Answers answers) {
    this.call = call;
    this.clock = clock;
    this.answers = answers;
  }

  /** What is called. */
  public Call call() {
    return call;
  }

  /** Gives the answer; only the first one counts. Any thread. */
  public void answer(Outcome outcome) {
    if (progress.getAndSet(Progress.ANSWERED) != Progress.ANSWERED) {
      answers.answered(this, outcome);
    }
  }

  /** Handler thread: user code is about to be called. False if it must not be any more. */
  boolean begin() {
    return progress.compareAndSet(Progress.NEW, Progress.BEGUN);
  }

  /** Gives this answer if user code was not called and never will be. */
  void answerIfNotBegun(Outcome outcome) {
    if (progress.compareAndSet(Progress.NEW, Progress.ANSWERED)) {
      answers.answered(this, outcome);
    }
  }

  /**
   * Worker: the deadline has passed. The handler's thread is interrupted, or its future cancelled;
   * the answer still comes when the handler has really returned.
   */
  public void abandon() {
    abandoned = true;
    Future<?> task = running;
    if (task != null) {
      task.cancel(true);
    }
  }

  /**
   * Notes what {@link #abandon} has to cancel: the running thread's task or the handler's future.
   */
  void runningAs(Future<?> task) {
    running = task;
    if (abandoned) {
      task.cancel(true);
    }
  }

  @Override
  public String invocationId() {
    return call.id().toString();
  }

  @Override
  public String mapping() {
    return call.mapping();
  }

  @Override
  public int attempt() {
    return call.attempt();
  }

  @Override
  public Instant deadline() {
    return Instant.ofEpochMilli(call.deadlineMillis());
  }

  @Override
  public Duration remaining() {
    return Duration.ofNanos(Math.max(0, call.deadlineNanos() - clock.nanos()));
  }

  @Override
  public System.Logger logger() {
    return System.getLogger("forebay.handler." + call.mapping());
  }
}
