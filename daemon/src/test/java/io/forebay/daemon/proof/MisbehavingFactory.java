/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.proof;

import io.forebay.handler.BatchHandler;
import io.forebay.handler.BatchHandlerFactory;
import io.forebay.handler.BatchResult;
import io.forebay.handler.Handler;
import io.forebay.handler.SourceRecord;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** A handler that does what the records' payloads tell it, as bad as it may be. */
public final class MisbehavingFactory implements BatchHandlerFactory {

  @Override
  public String name() {
    return "test-misbehaving";
  }

  @Override
  public Handler create(Map<String, String> settings) {
    BatchHandler handler =
        (batch, context) -> {
          BatchResult result = BatchResult.success();
          for (SourceRecord rec : batch) {
            result = obey(rec.dataText().replaceFirst(" .*", ""));
          }
          return result;
        };
    return handler;
  }

  @SuppressWarnings("NullAway")
  private static BatchResult obey(String command) throws Exception {
    switch (command) {
      case "exception" -> throw new IllegalArgumentException("told so");
      case "error" -> throw new AssertionError("told so");
      case "memory" -> throw new OutOfMemoryError("told so");
      case "overflow" -> throw new StackOverflowError();
      case "null" -> {
        return null;
      }
      case "hang" -> hang();
      default -> {}
    }
    return BatchResult.success();
  }

  /** Never returns, whatever interrupts it. */
  private static void hang() {
    while (true) {
      LockSupport.parkNanos(1_000_000_000);
      Thread.interrupted();
    }
  }
}
