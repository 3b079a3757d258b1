/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine.batch;

import io.forebay.source.SourceTraits.WindowClock;

/** When a batch that is not full leaves all the same (rule 2.1). Confined to the shard's worker. */
public final class BatchWindow {

  private final WindowClock clock;
  private final long lengthNanos;
  private long startNanos;
  private boolean running;

  /**
   * A window that has not begun.
   *
   * @param clock when windows begin
   * @param lengthNanos {@code maximumBatchingWindow}
   */
  public BatchWindow(WindowClock clock, long lengthNanos) {
    this.clock = clock;
    this.lengthNanos = lengthNanos;
  }

  /** The shard begins to be read. */
  public void onOpened(long nowNanos) {
    if (clock != WindowClock.FIRST_RECORD) {
      start(nowNanos);
    }
  }

  /** A record waits where none did. */
  public void onFirstRecord(long nowNanos) {
    if (clock == WindowClock.FIRST_RECORD) {
      start(nowNanos);
    }
  }

  /**
   * A batch was formed.
   *
   * @param more whether records stayed behind
   */
  public void onFormed(long nowNanos, boolean more) {
    if (clock == WindowClock.PREVIOUS_BATCH_FORMED || (clock == WindowClock.FIRST_RECORD && more)) {
      start(nowNanos);
    } else if (clock == WindowClock.FIRST_RECORD) {
      running = false;
    }
  }

  /** A batch is done with, handled or discarded. */
  public void onInvocationEnded(long nowNanos) {
    if (clock == WindowClock.PREVIOUS_INVOCATION_ENDED) {
      start(nowNanos);
    }
  }

  /** Whether what waits must leave now. */
  public boolean over(long nowNanos) {
    return running && nowNanos - startNanos >= lengthNanos;
  }

  /** When the window ends; meaningful while it runs. */
  public long endsAtNanos() {
    return startNanos + lengthNanos;
  }

  /** Whether it runs. */
  public boolean running() {
    return running;
  }

  private void start(long nowNanos) {
    startNanos = nowNanos;
    running = true;
  }
}
