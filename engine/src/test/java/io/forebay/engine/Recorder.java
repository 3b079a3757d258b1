/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine;

import static org.assertj.core.api.Assertions.fail;

import io.forebay.handler.Batch;
import io.forebay.handler.SourceRecord;
import io.forebay.source.FailedBatch;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** Notes what an engine does, and lets a test wait until it has. */
final class Recorder implements EngineListener {

  /** One call of the handler. */
  record Call(String shard, List<String> positions, String invocationId, int attempt) {}

  final List<Call> calls = new CopyOnWriteArrayList<>();
  final List<String> handled = new CopyOnWriteArrayList<>();
  final List<FailedBatch> discarded = new CopyOnWriteArrayList<>();
  final List<String> problems = new CopyOnWriteArrayList<>();
  final List<MappingStatus> states = new CopyOnWriteArrayList<>();
  final List<String> failures = new CopyOnWriteArrayList<>();

  @Override
  public void onInvoke(String mapping, Batch batch, String invocationId, int attempt) {
    calls.add(
        new Call(
            batch.shard(),
            batch.records().stream().map(SourceRecord::position).toList(),
            invocationId,
            attempt));
  }

  @Override
  public void onHandled(String mapping, Batch batch, String invocationId) {
    batch.forEach(rec -> handled.add(batch.shard() + "/" + rec.position()));
  }

  @Override
  public void onFailed(
      String mapping, Batch batch, String invocationId, String why, long retryInMillis) {
    failures.add(why);
  }

  @Override
  public void onDiscarded(FailedBatch batch, boolean delivered) {
    discarded.add(batch);
  }

  @Override
  public void onProblem(String mapping, String problem) {
    problems.add(problem);
  }

  @Override
  public void onState(MappingStatus status) {
    states.add(status);
  }

  Stream<MappingState> statesSeen() {
    return states.stream().map(MappingStatus::state);
  }

  /** Waits, a minute at most, until the condition holds. */
  static void until(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        fail("never happened within a minute: " + what);
      }
      LockSupport.parkNanos(1_000_000);
    }
  }
}
