/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon;

import io.forebay.handler.BatchHandler;
import io.forebay.handler.BatchHandlerFactory;
import io.forebay.handler.BatchResult;
import io.forebay.handler.Handler;
import java.util.Map;

/** A handler that takes the time the setting {@code ms} names, whatever interrupts it. */
public final class SleepyFactory implements BatchHandlerFactory {

  @Override
  public String name() {
    return "test-sleepy";
  }

  @Override
  public Handler create(Map<String, String> settings) {
    long nanos = Long.parseLong(settings.getOrDefault("ms", "0")) * 1_000_000;
    BatchHandler handler =
        (batch, context) -> {
          long begin = System.nanoTime();
          context.logger().log(System.Logger.Level.INFO, "begins to sleep");
          while (System.nanoTime() - begin < nanos) {
            Thread.onSpinWait();
          }
          return BatchResult.success();
        };
    return handler;
  }
}
