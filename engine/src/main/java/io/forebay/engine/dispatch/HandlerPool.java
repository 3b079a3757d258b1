/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine.dispatch;

import io.forebay.engine.retry.Outcome;
import io.forebay.handler.AsyncBatchHandler;
import io.forebay.handler.BatchHandler;
import io.forebay.handler.BatchResult;
import io.forebay.handler.Handler;
import io.forebay.handler.NotDeliveredException;
import io.forebay.source.FailedBatch.FunctionError;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the invocations of one mapping's handler. The only place that calls user code; whatever it
 * throws becomes an {@link Outcome} here. Safe for use by any thread.
 */
public final class HandlerPool implements Dispatcher {

  private static final Logger LOG = LoggerFactory.getLogger(HandlerPool.class);

  private final Handler handler;
  private final Executor threads;
  private final ClassLoader loader;

  /**
   * A pool for this handler.
   *
   * @param threads the engine's handler threads
   */
  public HandlerPool(Handler handler, Executor threads) {
    this.handler = handler;
    this.threads = threads;
    loader = handler.getClass().getClassLoader();
  }

  @Override
  public void start(Invocation invocation) {
    try {
      threads.execute(() -> runAll(invocation));
    } catch (RejectedExecutionException | OutOfMemoryError e) {
      // No thread to be had: the handler was not reached, so this costs no attempt (rule 3.5).
      invocation.answer(new Outcome.NotDelivered("no handler thread could be started: " + e));
    }
  }

  @Override
  public boolean goesOn() {
    return handler instanceof BatchHandler;
  }

  private void runAll(Invocation first) {
    Invocation invocation = first;
    while (invocation != null && invocation.begin()) {
      invocation = run(invocation);
    }
  }

  /** Calls the handler; returns the invocation that the thread has to go on to. */
  private @Nullable Invocation run(Invocation invocation) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader);
    Outcome outcome = null;
    try {
      if (handler instanceof BatchHandler blocking) {
        outcome = outcomeOf(blocking.handle(invocation.call().batch(), invocation));
      } else if (handler instanceof AsyncBatchHandler later) {
        outcome = await(invocation, later.handle(invocation.call().batch(), invocation));
      }
    } catch (Throwable e) { // Errors too: user code must not end the thread that runs it
      log(invocation, e);
      outcome = outcomeOf(e);
    } finally {
      thread.setContextClassLoader(before);
    }
    return outcome == null ? null : invocation.answer(outcome);
  }

  private static Outcome outcomeOf(@Nullable BatchResult result) {
    return result != null
        ? new Outcome.Answered(result)
        : new Outcome.Failed(
            new FunctionError(
                "NullResult", "the handler returned null; return BatchResult.success()"));
  }

  /** Nothing yet, if the handler keeps its contract: the answer comes when the stage completes. */
  private static @Nullable Outcome await(
      Invocation invocation, @Nullable CompletionStage<BatchResult> stage) {
    if (stage == null) {
      return outcomeOf((BatchResult) null);
    }
    CompletableFuture<BatchResult> future = stage.toCompletableFuture();
    invocation.answersBy(future);
    var unused =
        future.whenComplete(
            (result, error) -> {
              if (error != null) {
                log(invocation, error);
              }
              invocation.answer(error != null ? outcomeOf(error) : outcomeOf(result));
            });
    return null;
  }

  /** A sentence for each failure; the stack trace with the first of a batch, or it would flood. */
  private static void log(Invocation invocation, Throwable thrown) {
    String sentence =
        "mapping '"
            + invocation.mapping()
            + "': the handler failed on "
            + invocation.call().batch()
            + ", invocation "
            + invocation.invocationId()
            + ", attempt "
            + invocation.attempt()
            + ": "
            + thrown;
    if (invocation.attempt() == 1) {
      LOG.warn(sentence, thrown);
    } else {
      LOG.warn(sentence);
    }
  }

  /** What user code threw, as an outcome. */
  static Outcome outcomeOf(Throwable thrown) {
    Throwable cause =
        thrown instanceof CompletionException && thrown.getCause() != null
            ? thrown.getCause()
            : thrown;
    if (cause instanceof NotDeliveredException) {
      return new Outcome.NotDelivered(String.valueOf(cause.getMessage()));
    }
    return new Outcome.Failed(
        new FunctionError(cause.getClass().getName(), String.valueOf(cause.getMessage())));
  }
}
