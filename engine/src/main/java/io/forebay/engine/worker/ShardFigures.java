/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine.worker;

import io.forebay.engine.Waiting.For;
import io.forebay.engine.batch.BatchWindow;
import io.forebay.engine.meter.ShardGauges;
import io.forebay.engine.settle.CompletionWindow;

/** Shows others how far a shard is and what it waits for. Confined to the worker. */
final class ShardFigures {

  private final ShardGauges gauges;
  private final Worker worker;
  private final CompletionWindow window;
  private final BatchWindow batchWindow;
  private final RunList runs;

  ShardFigures(
      ShardScope scope,
      Worker worker,
      CompletionWindow window,
      BatchWindow batchWindow,
      RunList runs) {
    gauges = scope.gauges();
    this.worker = worker;
    this.window = window;
    this.batchWindow = batchWindow;
    this.runs = runs;
  }

  /**
   * Shows how things are now.
   *
   * @param pinned whether the place where reading begins is stored
   * @param wantsPermit whether a batch could leave if it had a permit
   */
  void show(boolean pinned, boolean wantsPermit) {
    gauges.progress(window.lastReached(), window.open(), runs.inFlight(), runs.waiting());
    BatchRun oldest = runs.at(window.reachedPlace());
    if (!pinned) {
      gauges.waits(For.CHECKPOINT_STORE, 0, 0, "");
    } else if (oldest != null) {
      show(oldest);
    } else if (wantsPermit) {
      gauges.waits(For.PERMIT, 0, 0, "");
    } else {
      long until = batchWindow.running() ? epochMillis(batchWindow.endsAtNanos()) : 0;
      gauges.waits(For.WINDOW, 0, until, "");
    }
  }

  /** The lease is over: nothing is open any more. */
  void showEnd() {
    gauges.progress(window.lastReached(), 0, 0, 0);
  }

  private void show(BatchRun run) {
    switch (run.state) {
      case RUNNING, OVERDUE ->
          gauges.waits(For.HANDLER, run.sinceMillis, epochMillis(run.untilNanos), run.lastFault);
      case WAITING ->
          gauges.waits(For.RETRY, run.sinceMillis, epochMillis(run.untilNanos), run.lastFault);
      case DISCARDING -> gauges.waits(For.DESTINATION, run.sinceMillis, 0, run.lastFault);
      case DUE, QUEUED -> gauges.waits(For.PERMIT, 0, 0, run.lastFault);
    }
  }

  private long epochMillis(long nanos) {
    return worker.nowMillis() + (nanos - worker.nowNanos()) / 1_000_000;
  }
}
