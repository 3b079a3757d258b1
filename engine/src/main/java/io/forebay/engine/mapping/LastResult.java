/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine.mapping;

import io.forebay.engine.worker.MappingScope;
import java.util.concurrent.atomic.AtomicInteger;

/** What became of a mapping's last batch, in the platform's words (rule 1.7). Any thread. */
final class LastResult implements MappingScope.Results {

  /** Handlers that never came back, after which a mapping is stopped: each keeps a thread. */
  private static final int LOST_HANDLERS = 16;

  private final Runnable tooManyLost;
  private volatile int limit = LOST_HANDLERS;
  private final AtomicInteger lost = new AtomicInteger();
  private volatile String words = "No records processed";

  LastResult(Runnable tooManyLost) {
    this.tooManyLost = tooManyLost;
  }

  /**
   * How many may be lost: each keeps its permit too, so with fewer permits than that the mapping
   * would stand still without a word.
   */
  void permits(int mappingPermits) {
    limit = Math.min(LOST_HANDLERS, mappingPermits);
  }

  /** How many may be lost before the mapping is stopped. */
  int limit() {
    return limit;
  }

  String words() {
    return words;
  }

  @Override
  public void onHandled() {
    if (!"OK".equals(words)) {
      words = "OK";
    }
  }

  @Override
  public void onFunctionError() {
    words = "PROBLEM: Function call failed";
  }

  @Override
  public void onHandlerLost() {
    if (lost.incrementAndGet() >= limit) {
      tooManyLost.run();
    }
  }

  @Override
  public void onHandlerBack() {
    lost.decrementAndGet();
  }
}
