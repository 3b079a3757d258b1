/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine.worker;

import io.forebay.checkpoint.Checkpoint;
import io.forebay.engine.Meter;
import io.forebay.engine.agent.Agent;
import io.forebay.engine.agent.Confined;
import io.forebay.engine.batch.BatchWindow;
import io.forebay.engine.batch.Gathering;
import io.forebay.engine.batch.InOrder;
import io.forebay.engine.batch.KeySlots;
import io.forebay.engine.dispatch.Answers;
import io.forebay.engine.dispatch.Invocation;
import io.forebay.engine.retry.Outcome;
import io.forebay.engine.ring.FetchTarget;
import io.forebay.engine.settle.CompletionWindow;
import io.forebay.source.Fetch;
import io.forebay.source.Fetch.Progress;

/**
 * One shard for the length of its lease: takes fetches in, says when a batch may start, and keeps
 * its progress. Confined to its worker; other threads hold it only to name it.
 *
 * <pre>
 * new → opened → pinned → … → draining → closed
 *                         └→ source ended → all settled → closed
 * </pre>
 */
public final class ShardWork implements FetchTarget, BatchRuns.Owner {

  private final Confined confined;
  private final ShardScope scope;
  private final MappingScope mapping;
  private final Worker worker;
  private final Answers answers = this::answered;
  private final Deadlines.Timer timer = new Deadlines.Timer(this);
  private final Gathering gathering;
  private final BatchWindow batchWindow;
  private final CompletionWindow window;
  private final Intake intake;
  private final BatchRuns runs;
  private final UnsavedProgress unsaved;
  private final ShardFigures figures;

  /** Whether the place reading begins at is stored; before that nothing may be handed out. */
  private boolean pinned;

  private boolean registered;
  private boolean sourceEnded;
  private boolean draining;
  private boolean closed;
  private boolean inLine;
  private long drainUntilNanos;

  private long openBytes;

  /** A shard that is not opened yet, on this worker. */
  public ShardWork(ShardScope scope, Worker worker) {
    this.scope = scope;
    this.worker = worker;
    mapping = scope.mapping();
    confined = new Confined("shard " + scope.key());
    batchWindow =
        new BatchWindow(
            mapping.traits().windowClock(), mapping.settings().maximumBatchingWindow().toNanos());
    window = scope.newWindow();
    gathering =
        mapping.settings().parallelizationFactor() == 1
            ? new InOrder(place -> mapping.payload().of(window.record(place)))
            : new KeySlots(mapping.payload());
    intake = new Intake(scope, window, gathering);
    runs = new BatchRuns(scope, worker, gathering, window, this);
    figures = new ShardFigures(scope, worker, window, batchWindow, runs.list());
    unsaved =
        new UnsavedProgress(
            mapping.engine().checkpointInterval().toNanos(), mapping.engine().checkpointRecords());
  }

  /** What it is and belongs to. */
  public ShardScope scope() {
    return scope;
  }

  Deadlines.Timer timer() {
    return timer;
  }

  @Override
  public void onOpened(String startedAfter, boolean exact) {
    assert confined.here();
    if (closed) {
      return;
    }
    boolean known = scope.restored().isPresent();
    if (!exact && (known || registered)) {
      onGap();
    }
    if (registered) {
      return;
    }
    registered = true;
    worker.register(this);
    window.startAfter(startedAfter);
    scope.gauges().startedAfter(startedAfter);
    batchWindow.onOpened(worker.nowNanos());
    pinned = known && exact;
    if (!pinned) {
      noteUnsaved(0);
      unsaved.hurry();
    }
    changed();
  }

  /**
   * The stored map counts places from reached on; with records missing it would name the wrong
   * ones. Forgetting it costs duplicates, trusting it would cost data.
   */
  private void onGap() {
    window.forgetRestored();
    runs.reports().gap();
  }

  @Override
  public void onFetch(Fetch fetch) {
    assert confined.here();
    if (closed) {
      scope.credits().giveBack(fetch.records().size(), fetch.bytes());
      return;
    }
    openBytes += fetch.bytes();
    int settled = intake.take(fetch);
    sourceEnded |= fetch.progress() == Progress.SHARD_ENDED;
    if (settled > 0) {
      onSettled(settled);
    }
    changed();
  }

  /** Whether it could start an invocation, were there a permit. */
  boolean wantsPermit() {
    return pinned
        && !closed
        && !draining
        && (runs.firstDue() != null || (runs.hasRoom() && batchMayLeave()));
  }

  /** Notes that it stands in its mapping's line for permits; false if it stood there already. */
  boolean enterLine() {
    boolean entered = !inLine;
    inLine = true;
    return entered;
  }

  /** It has a permit: true if it was used. */
  boolean start() {
    assert confined.here();
    inLine = false;
    if (!wantsPermit()) {
      changed();
      return false;
    }
    BatchRun run = runs.firstDue();
    if (run == null) {
      run = runs.gather();
      batchWindow.onFormed(worker.nowNanos(), gathering.ready() > 0);
    }
    boolean used = runs.begin(run);
    changed();
    return used;
  }

  @Override
  public Answers answers() {
    return answers;
  }

  /** Handler threads: passes the answer on to the worker. */
  private void answered(Invocation invocation, Outcome outcome) {
    worker.put(() -> onAnswered(invocation, outcome));
  }

  private void onAnswered(Invocation invocation, Outcome outcome) {
    assert confined.here();
    if (!invocation.handedOver()) {
      mapping.permits().giveBack();
    }
    if (invocation.lost()) {
      mapping.results().onHandlerBack();
    }
    if (!closed && runs.answered(invocation, outcome)) {
      changed();
    }
  }

  @Override
  public Runnable later(Runnable action) {
    return () -> worker.put(() -> onLater(action));
  }

  private void onLater(Runnable action) {
    if (!closed) {
      action.run();
      changed();
    }
  }

  /** Its timer has run out. */
  void onTimer() {
    runs.onTime(worker.nowNanos());
    if (draining && worker.nowNanos() - drainUntilNanos >= 0) {
      giveUpDraining();
    }
    changed();
  }

  /** Ends the lease: what is with the handler may end until then, the rest is left for later. */
  void onDrain(long untilNanos) {
    assert confined.here();
    if (closed) {
      scope.owner().onDrained(this);
      return;
    }
    draining = true;
    drainUntilNanos = untilNanos;
    changed();
  }

  /** Ends the lease at once: somebody else has it. */
  void onFenced() {
    if (!closed) {
      close();
      scope.owner().onFenced(this);
    }
  }

  @Override
  public void onSettled(int count) {
    int moved = window.advance();
    if (moved > 0) {
      long freed = window.takeFreedBytes();
      openBytes -= freed;
      scope.credits().giveBack(moved, freed);
    }
    noteUnsaved(count);
  }

  @Override
  public void onRunEnded() {
    batchWindow.onInvocationEnded(worker.nowNanos());
  }

  /** When something has to be done if nothing else happens. */
  private long nextDeadlineNanos() {
    long next = runs.list().nextDeadlineNanos();
    if (draining) {
      next = Math.min(next, drainUntilNanos);
    } else if (pinned && batchWindow.running() && gathering.ready() > 0 && runs.hasRoom()) {
      next = Math.min(next, batchWindow.endsAtNanos());
    }
    return next;
  }

  private boolean batchMayLeave() {
    return gathering.ready() > 0
        && (batchIsFull()
            || batchWindow.over(worker.nowNanos())
            || sourceEnded
            || scope.credits().exhausted());
  }

  /** Brings everything that follows from the state up to date. */
  private void changed() {
    if (closed) {
      return;
    }
    if (draining) {
      runs.dropIdle();
    }
    if (gathering.ready() > 0 && !batchWindow.running()) {
      batchWindow.onFirstRecord(worker.nowNanos());
    }
    gatherSuccessors();
    boolean finished = sourceEnded && window.open() == 0;
    boolean drained = draining && runs.list().isEmpty();
    saveIfDue(finished || drained);
    if (unsaved.stored() && (finished || drained)) {
      end(finished);
      return;
    }
    boolean wantsPermit = wantsPermit();
    figures.show(pinned, wantsPermit);
    if (wantsPermit) {
      worker.setTimer(this, runs.list().nextDeadlineNanos());
      worker.queueForPermit(this);
    } else {
      worker.setTimer(this, nextDeadlineNanos());
    }
  }

  /** Full batches may follow the one that is out on its thread, without asking the worker again. */
  private void gatherSuccessors() {
    while (!draining && gathering.ready() > 0 && batchIsFull() && runs.wantsSuccessor()) {
      runs.follow(runs.gather());
      batchWindow.onFormed(worker.nowNanos(), gathering.ready() > 0);
    }
  }

  private boolean batchIsFull() {
    return gathering.ready() >= mapping.settings().batchSize()
        || gathering.reaches(mapping.settings().payloadLimit());
  }

  private void noteUnsaved(int settled) {
    if (unsaved.add(settled, worker.nowNanos())) {
      scope.gauges().unsavedSince(worker.nowMillis());
      worker.queueForSave(this);
    }
  }

  UnsavedProgress unsaved() {
    return unsaved;
  }

  /** The interval since the first unsaved record is over. */
  void onSaveDue() {
    unsaved.hurry();
    changed();
  }

  private void saveIfDue(boolean last) {
    if (!unsaved.begin(last)) {
      return;
    }
    String reached = window.reachedPosition();
    Checkpoint checkpoint =
        new Checkpoint(
            scope.key(),
            scope.epoch(),
            reached,
            window.settledMap(),
            sourceEnded && window.open() == 0);
    mapping.checkpoints().save(checkpoint, stored -> worker.put(() -> onSaved(stored, reached)));
  }

  private void onSaved(boolean stored, String reached) {
    unsaved.answered();
    if (closed) {
      return;
    }
    if (!stored) {
      onFenced();
      return;
    }
    pinned = true;
    if (!unsaved.dirty()) {
      scope.gauges().unsavedSince(0);
    }
    scope.meters().add(Meter.CHECKPOINTS, 1);
    mapping.listener().onCheckpoint(mapping.settings().name(), scope.key().shard(), reached);
    scope.owner().onCheckpoint(this, reached);
    changed();
  }

  /** Time is up: what still runs is interrupted and left to be delivered again. */
  private void giveUpDraining() {
    if (!runs.list().isEmpty()) {
      runs.abandonAll();
      drainUntilNanos = worker.nowNanos() + Limits.LAST_CHECKPOINT_NANOS;
    } else {
      end(false);
    }
  }

  private void end(boolean finished) {
    scope.gauges().ended(finished);
    close();
    if (draining) {
      scope.owner().onDrained(this);
    } else {
      scope.owner().onEnded(this);
    }
  }

  boolean closed() {
    return closed;
  }

  private void close() {
    closed = true;
    runs.abandonAll();
    scope.credits().giveBack(window.open(), openBytes);
    figures.showEnd();
    worker.setTimer(this, Agent.NEVER);
    if (registered) {
      worker.deregister(this);
    }
  }
}
