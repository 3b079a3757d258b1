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
import java.util.concurrent.ExecutorService;
import java.util.concurrent.FutureTask;
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
  private final ExecutorService threads;
  private final ClassLoader loader;

  /**
   * A pool for this handler.
   *
   * @param threads the engine's handler threads
   */
  public HandlerPool(Handler handler, ExecutorService threads) {
    this.handler = handler;
    this.threads = threads;
    loader = handler.getClass().getClassLoader();
  }

  @Override
  public void start(Invocation invocation) {
    FutureTask<Void> task = new HandlerTask(invocation);
    invocation.runningAs(task);
    try {
      threads.execute(task);
    } catch (RejectedExecutionException | OutOfMemoryError e) {
      // No thread to be had: the handler was not reached, so this costs no attempt (rule 3.5).
      invocation.answer(new Outcome.NotDelivered("no handler thread could be started: " + e));
    }
  }

  private void runIfWanted(Invocation invocation) {
    if (invocation.begin()) {
      run(invocation);
    }
  }

  private void run(Invocation invocation) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader);
    try {
      if (handler instanceof BatchHandler blocking) {
        answer(invocation, blocking.handle(invocation.call().batch(), invocation));
      } else if (handler instanceof AsyncBatchHandler later) {
        await(invocation, later.handle(invocation.call().batch(), invocation));
      }
    } catch (Throwable e) { // Errors too: user code must not end the thread that runs it
      log(invocation, e);
      invocation.answer(outcomeOf(e));
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private static void answer(Invocation invocation, @Nullable BatchResult result) {
    invocation.answer(
        result != null
            ? new Outcome.Answered(result)
            : new Outcome.Failed(
                new FunctionError(
                    "NullResult", "the handler returned null; return BatchResult.success()")));
  }

  private static void await(Invocation invocation, @Nullable CompletionStage<BatchResult> stage) {
    if (stage == null) {
      answer(invocation, null);
      return;
    }
    CompletableFuture<BatchResult> future = stage.toCompletableFuture();
    invocation.runningAs(future);
    var unused =
        future.whenComplete(
            (result, error) -> {
              if (error != null) {
                log(invocation, error);
                invocation.answer(outcomeOf(error));
              } else {
                answer(invocation, result);
              }
            });
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

  /** Runs one invocation; answers even if it was cancelled before it began. */
  private final class HandlerTask extends FutureTask<Void> {
    private final Invocation invocation;

    HandlerTask(Invocation invocation) {
      super(() -> runIfWanted(invocation), null);
      this.invocation = invocation;
    }

    @Override
    protected void done() {
      invocation.answerIfNotBegun(
          new Outcome.NotDelivered("the invocation's time was over before it began"));
    }
  }
}
