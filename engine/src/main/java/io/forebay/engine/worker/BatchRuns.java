/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine.worker;

import io.forebay.engine.batch.Gathering;
import io.forebay.engine.batch.Places;
import io.forebay.engine.dispatch.Answers;
import io.forebay.engine.dispatch.Call;
import io.forebay.engine.dispatch.Invocation;
import io.forebay.engine.retry.Outcome;
import io.forebay.engine.retry.RetryPlan;
import io.forebay.engine.retry.Verdict;
import io.forebay.engine.settle.CompletionWindow;
import io.forebay.engine.worker.BatchRun.State;
import io.forebay.handler.Batch;
import io.forebay.handler.SourceRecord;
import io.forebay.source.FailedBatch;
import io.forebay.source.FailedBatch.Condition;
import io.forebay.source.FailedBatch.FunctionError;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The batches of a shard that are out: invoked, waiting for a retry or being discarded; at most
 * {@code parallelizationFactor}. Carries out what the retry plan decides. Confined to the worker.
 */
final class BatchRuns {

  /** Told when records are done with. */
  interface Owner {
    /** These many records were settled in the completion window. */
    void onSettled(int count);

    /** All records of a batch are settled. */
    void onRunEnded();

    /** Where a handler's answer goes. */
    Answers answers();

    /**
     * An action for other threads to run: it is carried out on the worker's, if the lease lasts.
     */
    Runnable later(Runnable action);
  }

  private final ShardScope scope;
  private final MappingScope mapping;
  private final Worker worker;
  private final Gathering gathering;
  private final CompletionWindow window;
  private final Owner owner;
  private final RunReports reports;
  private final RunList runs = new RunList();

  /** Whether batches may follow one another on one thread, so that the first of them leads. */
  private final boolean serial;

  BatchRuns(
      ShardScope scope, Worker worker, Gathering gathering, CompletionWindow window, Owner owner) {
    this.scope = scope;
    this.mapping = scope.mapping();
    this.worker = worker;
    this.gathering = gathering;
    this.window = window;
    this.owner = owner;
    reports = new RunReports(scope, worker);
    serial =
        mapping.settings().parallelizationFactor() == 1
            && mapping.dispatcher().goesOn()
            && mapping.retryPlan().maximumAgeMillis() == RetryPlan.NO_AGE_LIMIT;
  }

  RunReports reports() {
    return reports;
  }

  /** The batches, to be looked at. */
  RunList list() {
    return runs;
  }

  /** Whether another batch may be gathered. */
  boolean hasRoom() {
    return runs.size() < mapping.settings().parallelizationFactor();
  }

  /** The first batch that only waits for a permit. */
  @Nullable BatchRun firstDue() {
    if (serial) {
      return !runs.isEmpty() && runs.get(0).state == State.DUE ? runs.get(0) : null;
    }
    return runs.first(State.DUE);
  }

  /** Takes a batch out of what is ready. */
  BatchRun gather() {
    Places places =
        gathering.take(mapping.settings().batchSize(), mapping.settings().payloadLimit());
    SourceRecord[] records = new SourceRecord[places.places().length];
    for (int i = 0; i < records.length; i++) {
      records[i] = window.record(places.places()[i]);
    }
    BatchRun run = new BatchRun(records, places);
    runs.add(run);
    return run;
  }

  /**
   * Whether another full batch may be gathered to follow those that are out on their thread. One
   * that is not full is better gathered when its turn has come; and where somebody waits for a
   * permit, the thread's is to come back.
   */
  boolean wantsSuccessor() {
    return serial
        && !runs.isEmpty()
        && runs.size() <= Limits.SUCCESSORS
        && runs.get(runs.size() - 1).invocation != null
        && runs.get(0).state == State.RUNNING
        && mapping.permits().available();
  }

  /** Lets this batch follow the last that is out, if that is still possible. */
  void follow(BatchRun run) {
    run.state = State.QUEUED;
    Invocation before = runs.get(runs.size() - 2).invocation;
    boolean tooLarge = run.size() == 1 && tooLarge(run);
    if (before != null && !tooLarge) {
      Invocation next = newInvocation(run);
      run.invocation = before.offerNext(next) ? next : null;
    }
  }

  /** Uses a permit for this batch, if it needs one; false if what happened instead needs none. */
  boolean begin(BatchRun run) {
    int expired =
        mapping.retryPlan().expiredPrefix(run.records(), run.from(), run.to(), worker.nowMillis());
    if (expired > 0) {
      discard(run, expired, Condition.RECORD_AGE_EXCEEDED, Optional.empty());
      return false;
    }
    if (run.size() == 1 && tooLarge(run)) {
      discard(run, 1, Condition.MAXIMUM_PAYLOAD_SIZE_EXCEEDED, Optional.empty());
      return false;
    }
    invoke(run);
    return true;
  }

  /** The handler's answer, in time or not; true if it still belongs to a batch of ours. */
  boolean answered(Invocation invocation, Outcome outcome) {
    BatchRun run = runs.of(invocation);
    if (run == null) {
      return false;
    }
    run.invocation = null;
    reports.ended(invocation);
    // Its thread goes on only after a success in time, whatever the worker's clock says by now.
    boolean overdue = run.state == State.OVERDUE && !invocation.handedOver();
    judge(run, invocation.call(), overdue ? timedOut(outcome) : outcome);
    if (serial) {
      lead(invocation.handedOver());
    }
    return true;
  }

  /** What follows the batch that was answered is running by now, or none of it ever will. */
  private void lead(boolean handedOver) {
    if (handedOver) {
      BatchRun next = runs.get(0);
      if (next.invocation != null) {
        started(next, next.invocation);
      }
      return;
    }
    for (BatchRun run : runs) {
      if (run.state == State.QUEUED) {
        run.invocation = null;
      }
    }
  }

  /** Retries whose time has come, invocations whose deadline has passed. */
  void onTime(long nowNanos) {
    for (int i = 0; i < runs.size(); i++) {
      BatchRun run = runs.get(i);
      if (run.untilNanos - nowNanos > 0) {
        continue;
      }
      switch (run.state) {
        case WAITING -> run.state = State.DUE;
        case RUNNING -> overdue(run);
        case OVERDUE -> lost(run);
        case QUEUED, DUE, DISCARDING -> {}
      }
    }
  }

  /** Lets go of batches that are neither with the handler nor with the destination. */
  void dropIdle() {
    runs.removeIf(run -> run.state == State.DUE || run.state == State.WAITING);
    if (serial && !runs.isEmpty()) {
      Invocation leader = runs.get(0).invocation;
      // If it has ended meanwhile, its answer tells what follows; this is asked again then.
      if (leader == null || leader.cutNext()) {
        runs.removeIf(run -> run.state == State.QUEUED);
      }
    }
  }

  /** Interrupts what still runs and lets go of everything. */
  void abandonAll() {
    for (BatchRun run : runs) {
      if (run.invocation != null) {
        run.invocation.abandon();
      }
    }
    runs.clear();
  }

  private void invoke(BatchRun run) {
    Invocation invocation = newInvocation(run);
    run.invocation = invocation;
    started(run, invocation);
    mapping.dispatcher().start(invocation);
  }

  private Invocation newInvocation(BatchRun run) {
    UUID known = run.invocationId();
    UUID id = known != null ? known : run.name(worker.newId());
    Batch batch = Batch.of(mapping.source(), scope.key().shard(), run.head(run.size()));
    Call call =
        new Call(
            mapping.settings().name(),
            batch,
            id,
            run.attempts + 1,
            mapping.settings().timeout().toNanos());
    return new Invocation(call, worker.clock(), owner.answers());
  }

  /** The handler has it, or is about to. */
  private void started(BatchRun run, Invocation invocation) {
    run.state = State.RUNNING;
    run.untilNanos = worker.nowNanos() + invocation.call().timeoutNanos();
    run.sinceMillis = worker.nowMillis();
    reports.started(run, invocation);
  }

  private boolean tooLarge(BatchRun run) {
    return mapping.payload().of(run.records()[run.from()]) > mapping.settings().payloadLimit();
  }

  private void judge(BatchRun run, Call call, Outcome outcome) {
    boolean delivered = !(outcome instanceof Outcome.NotDelivered);
    run.undelivered = delivered ? 0 : run.undelivered + 1;
    Verdict verdict =
        mapping
            .retryPlan()
            .judge(run.attempts + 1, run.undelivered, outcome, worker.random().nextDouble());
    if (verdict instanceof Verdict.Settle) {
      reports.handled(run, call);
      settle(run, run.size());
    } else if (verdict instanceof Verdict.Retry retry) {
      reports.failed(run, call, outcome, retry.afterNanos() / 1_000_000);
      run.attempts += retry.countsAsAttempt() ? 1 : 0;
      run.state = State.WAITING;
      run.sinceMillis = worker.nowMillis();
      run.untilNanos = worker.nowNanos() + retry.afterNanos();
    } else if (verdict instanceof Verdict.Discard given) {
      reports.failed(run, call, outcome, -1);
      run.attempts++;
      discard(run, run.size(), given.condition(), given.error());
    }
  }

  /** Gives up the first records that are left: they are settled once the destination has them. */
  private void discard(
      BatchRun run, int count, Condition condition, Optional<FunctionError> error) {
    UUID known = run.invocationId();
    FailedBatch failed =
        new FailedBatch(
            mapping.settings().name(),
            mapping.handler(),
            mapping.source(),
            scope.key().shard(),
            condition,
            (known != null ? known : worker.newId()).toString(),
            Math.max(1, run.attempts),
            error,
            Instant.ofEpochMilli(worker.nowMillis()),
            run.head(count));
    reports.discarded(failed);
    run.state = State.DISCARDING;
    run.sinceMillis = worker.nowMillis();
    if (mapping.destination().isPresent()) {
      mapping.destination().get().send(failed, owner.later(() -> delivered(run, failed)));
    } else {
      reports.settledByDiscard(failed, false);
      settle(run, count);
    }
  }

  private void delivered(BatchRun run, FailedBatch failed) {
    if (!runs.contains(run)) {
      return;
    }
    reports.settledByDiscard(failed, true);
    settle(run, failed.records().size());
  }

  /** Settles the first records that are left; the rest, if any, is a batch that is due. */
  private void settle(BatchRun run, int count) {
    for (int i = 0; i < count; i++) {
      window.settle(run.place(run.from() + i));
    }
    run.drop(count);
    run.state = State.DUE;
    if (run.size() == 0) {
      runs.remove(run);
      gathering.release(run.slots());
      if (serial && !runs.isEmpty()) {
        runs.get(0).state = State.DUE; // its turn, unless the thread has gone on to it by itself
      }
      owner.onRunEnded();
    }
    owner.onSettled(count);
  }

  private void overdue(BatchRun run) {
    run.state = State.OVERDUE;
    run.untilNanos = worker.nowNanos() + Limits.GRACE_NANOS;
    if (run.invocation != null) {
      run.invocation.abandon();
    }
  }

  /** The handler does not come back: its batch goes on without it, its permit stays with it. */
  private void lost(BatchRun run) {
    Invocation invocation = run.invocation;
    run.invocation = null;
    reports.handlerLost();
    if (invocation != null) {
      invocation.lose();
      judge(run, invocation.call(), Outcome.TimedOut.after(mapping.settings().timeout()));
      lead(false);
    }
  }

  /**
   * What an answer after the deadline counts as: never as success, since time was up (rule 3.5).
   */
  private Outcome timedOut(Outcome answer) {
    if (answer instanceof Outcome.NotDelivered) {
      return answer;
    }
    return Outcome.TimedOut.after(mapping.settings().timeout());
  }
}
