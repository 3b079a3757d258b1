/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.benchmarks;

import io.forebay.benchmarks.Comparison.Run;
import io.forebay.engine.Engine;
import io.forebay.engine.EngineBuilder;
import io.forebay.engine.MappingDefinition;
import io.forebay.handler.BatchHandler;
import io.forebay.handler.BatchResult;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/** A mapping with an empty handler, from its start until it has handled so many records. */
final class MappingRun {

  private static final long TIME_LIMIT_SECONDS = 300;

  private MappingRun() {}

  /**
   * Runs it.
   *
   * @param engine not started yet
   * @param definition the mapping, given its handler
   * @param records how many there are
   */
  static Run of(
      EngineBuilder engine, Function<BatchHandler, MappingDefinition> definition, int records)
      throws Exception {
    AtomicLong handled = new AtomicLong();
    AtomicLong firstAt = new AtomicLong();
    CountDownLatch done = new CountDownLatch(1);
    Usage before = Usage.now();
    long start = System.nanoTime();
    try (Engine started = engine.start()) {
      started.add(
          definition.apply(
              (batch, context) -> {
                if (firstAt.get() == 0) {
                  firstAt.compareAndSet(0, System.nanoTime());
                }
                if (handled.addAndGet(batch.size()) == records) {
                  done.countDown();
                }
                return BatchResult.success();
              }));
      if (!done.await(TIME_LIMIT_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException(handled + " records handled, then nothing more");
      }
      long end = System.nanoTime();
      Usage used = Usage.now().since(before);
      check(handled.get(), records);
      return new Run(end - start, end - firstAt.get(), used);
    }
  }

  static void check(long count, int records) {
    if (count != records) {
      throw new IllegalStateException(count + " records instead of " + records);
    }
  }
}
