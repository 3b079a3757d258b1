/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine.worker;

import io.forebay.engine.Meter;
import io.forebay.engine.dispatch.Call;
import io.forebay.engine.dispatch.Invocation;
import io.forebay.engine.retry.Outcome;
import io.forebay.source.FailedBatch;

/** Counts and tells what becomes of a shard's batches. Confined to the worker. */
final class RunReports {

  private final ShardScope scope;
  private final MappingScope mapping;
  private final Worker worker;

  RunReports(ShardScope scope, Worker worker) {
    this.scope = scope;
    this.mapping = scope.mapping();
    this.worker = worker;
  }

  void started(BatchRun run, Invocation invocation) {
    scope.meters().add(Meter.INVOCATIONS, 1);
    scope.meters().add(Meter.RECORDS_INVOKED, run.size());
    scope.meters().batchSize(run.size());
    scope.gauges().iteratorAge(worker.nowMillis() - run.records()[run.to() - 1].timestamp());
    Call call = invocation.call();
    mapping
        .listener()
        .onInvoke(call.mapping(), call.batch(), invocation.invocationId(), call.attempt());
  }

  void ended(Invocation invocation) {
    scope.meters().invocationMillis((worker.nowNanos() - invocation.startedNanos()) / 1_000_000);
  }

  void handled(BatchRun run, Call call) {
    scope.meters().add(Meter.RECORDS_HANDLED, run.size());
    mapping.results().onHandled();
    mapping.listener().onHandled(call.mapping(), call.batch(), call.id().toString());
  }

  /** An attempt failed; {@code retryInMillis} is -1 if there will be no other. */
  void failed(BatchRun run, Call call, Outcome outcome, long retryInMillis) {
    scope.meters().add(meterOf(outcome), 1);
    scope.meters().add(Meter.RECORDS_FAILED, run.size());
    if (!(outcome instanceof Outcome.NotDelivered)) {
      mapping.results().onFunctionError();
    }
    run.lastFault = reasonOf(outcome);
    mapping
        .listener()
        .onFailed(call.mapping(), call.batch(), call.id().toString(), run.lastFault, retryInMillis);
  }

  void discarded(FailedBatch failed) {
    scope.meters().add(Meter.RECORDS_DISCARDED, failed.records().size());
  }

  /** Where discarded records went: stored by the destination, or nowhere for want of one. */
  void settledByDiscard(FailedBatch failed, boolean delivered) {
    scope
        .meters()
        .add(delivered ? Meter.RECORDS_DELIVERED : Meter.RECORDS_DROPPED, failed.records().size());
    mapping.listener().onDiscarded(failed, delivered);
  }

  /** The source no longer has records that were not read yet. */
  void gap() {
    scope.meters().add(Meter.GAPS, 1);
    mapping
        .listener()
        .onProblem(
            mapping.settings().name(),
            "shard "
                + scope.key().shard()
                + ": the source has removed records before they were read; going on at the oldest it"
                + " has");
  }

  void handlerLost() {
    mapping.results().onHandlerLost();
  }

  private static Meter meterOf(Outcome outcome) {
    return outcome instanceof Outcome.TimedOut
        ? Meter.TIMEOUTS
        : outcome instanceof Outcome.NotDelivered ? Meter.NOT_DELIVERED : Meter.FUNCTION_ERRORS;
  }

  private static String reasonOf(Outcome outcome) {
    if (outcome instanceof Outcome.Failed failed) {
      return failed.error().type() + ": " + failed.error().message();
    }
    if (outcome instanceof Outcome.TimedOut late) {
      return late.error().message();
    }
    return outcome instanceof Outcome.NotDelivered undelivered ? undelivered.why() : "";
  }
}
