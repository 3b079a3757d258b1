/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine.dispatch;

import io.forebay.engine.agent.Clock;
import io.forebay.engine.retry.Outcome;
import io.forebay.handler.InvocationContext;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One call of a handler. Made by a worker, run by a handler thread, answered exactly once if it was
 * started, never if it was a successor that was not gone on to.
 *
 * <p>Also the {@link InvocationContext} the handler sees.
 */
public final class Invocation implements InvocationContext {

  private enum Progress {
    NEW,
    BEGUN,
    INTERRUPTING,
    INTERRUPTED,
    ANSWERED
  }

  private final Call call;
  private final Clock clock;
  private final Answers answers;
  private final Succession succession = new Succession();
  private final AtomicReference<Progress> progress = new AtomicReference<>(Progress.NEW);
  private boolean successor;
  private boolean handedOver;
  private boolean lost;
  private long startedNanos;
  private long startedMillis;
  private volatile @Nullable Thread runner;
  private volatile @Nullable Future<?> future;

  /** An invocation that has not started. */
  public Invocation(Call call, Clock clock, Answers answers) {
    this.call = call;
    this.clock = clock;
    this.answers = answers;
    startedNanos = clock.nanos();
    startedMillis = clock.millis();
  }

  /** What is called. */
  public Call call() {
    return call;
  }

  /**
   * Worker: lets this invocation's thread go on to another one if it succeeds, with the same
   * permit.
   *
   * @return false if it has ended already, or may not be followed
   */
  public boolean offerNext(Invocation next) {
    next.successor = true;
    return succession.offer(next);
  }

  /**
   * Worker: nothing shall follow. False if the invocation has ended meanwhile; then its answer,
   * which is on its way, tells whether something did.
   */
  public boolean cutNext() {
    return succession.cut();
  }

  /** Whether the thread has gone on to the successor. To be read once the answer is there. */
  public boolean handedOver() {
    return handedOver;
  }

  /** Worker: it does not come back, and its batch has gone on without it. */
  public void lose() {
    lost = true;
  }

  /** Worker: whether its batch has gone on without it. */
  public boolean lost() {
    return lost;
  }

  /** When it was started, on the clock's nanos. To be read once the answer is there. */
  public long startedNanos() {
    return startedNanos;
  }

  /**
   * Handler's thread: user code is about to be called. False if it must not be any more, because
   * the lease has ended; a successor, which came with its predecessor's permit, is then answered
   * here.
   */
  public boolean begin() {
    runner = Thread.currentThread();
    startedNanos = clock.nanos();
    startedMillis = clock.millis();
    boolean wanted = progress.compareAndSet(Progress.NEW, Progress.BEGUN);
    if (!wanted && successor) {
      answers.answered(this, new Outcome.NotDelivered("the lease ended before it began"));
    }
    return wanted;
  }

  /**
   * Gives the answer; only the first one counts. Any thread.
   *
   * @return the successor that the same thread has to run now; none if there is none, or if this
   *     was not a success in time
   */
  public @Nullable Invocation answer(Outcome outcome) {
    Progress before = end();
    if (before == Progress.ANSWERED) {
      return null;
    }
    Invocation next =
        succession.end(before == Progress.BEGUN && outcome instanceof Outcome.Answered);
    handedOver = next != null;
    answers.answered(this, outcome);
    return next;
  }

  /**
   * Worker: the deadline has passed, or the lease has ended. The handler's thread is interrupted,
   * or its future cancelled; the answer still comes when the handler has really returned.
   */
  public void abandon() {
    succession.cut();
    if (progress.compareAndSet(Progress.NEW, Progress.ANSWERED)) {
      if (!successor) {
        answers.answered(
            this, new Outcome.NotDelivered("the invocation's time was over before it began"));
      }
      return;
    }
    Future<?> pending = future;
    if (pending != null) {
      pending.cancel(true);
    } else if (progress.compareAndSet(Progress.BEGUN, Progress.INTERRUPTING)) {
      Thread thread = runner;
      if (thread != null) {
        thread.interrupt();
      }
      progress.set(Progress.INTERRUPTED);
    }
  }

  /** An asynchronous handler has returned; what {@link #abandon} has to cancel from now on. */
  void answersBy(Future<?> pending) {
    future = pending;
    if (progress.get() == Progress.INTERRUPTED) {
      pending.cancel(true);
    }
  }

  /** Ends it, once; an interrupt that is on its way is awaited, so that it hits nothing else. */
  private Progress end() {
    Progress now = progress.get();
    while (now != Progress.ANSWERED) {
      if (now == Progress.INTERRUPTING) {
        Thread.onSpinWait();
      } else if (progress.compareAndSet(now, Progress.ANSWERED)) {
        if (now == Progress.INTERRUPTED && Thread.currentThread() == runner) {
          Thread.interrupted();
        }
        return Objects.requireNonNull(now);
      }
      now = progress.get();
    }
    return Progress.ANSWERED;
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
    return Instant.ofEpochMilli(startedMillis).plusNanos(call.timeoutNanos());
  }

  @Override
  public Duration remaining() {
    return Duration.ofNanos(Math.max(0, call.timeoutNanos() - (clock.nanos() - startedNanos)));
  }

  @Override
  public System.Logger logger() {
    return System.getLogger("forebay.handler." + call.mapping());
  }
}
