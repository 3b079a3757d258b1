/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.config.plugin;

import io.forebay.handler.AsyncBatchHandler;
import io.forebay.handler.Batch;
import io.forebay.handler.BatchHandler;
import io.forebay.handler.BatchResult;
import io.forebay.handler.Handler;
import io.forebay.handler.InvocationContext;
import java.util.concurrent.CompletionStage;

/**
 * Calls a plug-in's code with its class loader as the thread's context class loader: libraries look
 * there for their drivers and providers.
 */
final class InPlugin {

  private InPlugin() {}

  /** The handler, always called that way. */
  static Handler of(ClassLoader loader, Handler handler) {
    if (handler instanceof BatchHandler blocking) {
      return new Blocking(loader, blocking);
    }
    if (handler instanceof AsyncBatchHandler async) {
      return new Async(loader, async);
    }
    throw new IllegalArgumentException("neither BatchHandler nor AsyncBatchHandler: " + handler);
  }

  /** Makes this the thread's context class loader and returns the one before. */
  static ClassLoader enter(ClassLoader loader) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader);
    return before;
  }

  /** Undoes {@link #enter}. */
  static void leave(ClassLoader before) {
    Thread.currentThread().setContextClassLoader(before);
  }

  private record Blocking(ClassLoader loader, BatchHandler handler) implements BatchHandler {
    @Override
    public BatchResult handle(Batch batch, InvocationContext context) throws Exception {
      ClassLoader before = enter(loader);
      try {
        return handler.handle(batch, context);
      } finally {
        leave(before);
      }
    }

    @Override
    public void close() {
      ClassLoader before = enter(loader);
      try {
        handler.close();
      } finally {
        leave(before);
      }
    }
  }

  private record Async(ClassLoader loader, AsyncBatchHandler handler) implements AsyncBatchHandler {
    @Override
    public CompletionStage<BatchResult> handle(Batch batch, InvocationContext context)
        throws Exception {
      ClassLoader before = enter(loader);
      try {
        return handler.handle(batch, context);
      } finally {
        leave(before);
      }
    }

    @Override
    public void close() {
      ClassLoader before = enter(loader);
      try {
        handler.close();
      } finally {
        leave(before);
      }
    }
  }
}
