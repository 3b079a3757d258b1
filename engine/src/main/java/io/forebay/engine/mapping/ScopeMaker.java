/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine.mapping;

import io.forebay.engine.EngineListener;
import io.forebay.engine.EngineSettings;
import io.forebay.engine.MappingDefinition;
import io.forebay.engine.MappingSettings;
import io.forebay.engine.agent.Doorbell;
import io.forebay.engine.batch.PayloadSize;
import io.forebay.engine.dispatch.HandlerPool;
import io.forebay.engine.dispatch.MappingPermits;
import io.forebay.engine.dispatch.Permits;
import io.forebay.engine.filter.Filter;
import io.forebay.engine.meter.MappingMeters;
import io.forebay.engine.retry.RetryPlan;
import io.forebay.engine.settle.CheckpointSink;
import io.forebay.engine.settle.DiscardSink;
import io.forebay.engine.settle.SourceCommits;
import io.forebay.engine.worker.MappingScope;
import io.forebay.engine.worker.Worker;
import io.forebay.source.EventSource;
import io.forebay.source.SharedSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Puts together what a mapping's shards share, each time it starts.
 *
 * @param engine the engine's settings
 * @param threads the engine's threads
 * @param listener told what happens
 * @param meters the mapping's counters, which outlive restarts of it
 * @param lastResult told what becomes of batches
 */
record ScopeMaker(
    EngineSettings engine,
    Threads threads,
    EngineListener listener,
    MappingMeters meters,
    LastResult lastResult) {

  MappingScope make(
      MappingDefinition definition,
      Resources resources,
      Consumer<Optional<String>> destinationHealth) {
    MappingSettings settings = definition.settings();
    List<Doorbell> bells = threads.workers().stream().map(Worker::bell).toList();
    int own = settings.maximumConcurrency().orElse(engine.maximumConcurrency());
    lastResult.permits(own);
    Optional<DiscardSink> destination =
        resources.destination().map(to -> threads.sender(to.getClass()).to(to, destinationHealth));
    return new MappingScope(
        engine,
        settings,
        definition.traits(),
        resources.source().name(),
        definition.handlerName(),
        new Filter(definition.filter()),
        RetryPlan.of(settings),
        new PayloadSize(definition.traits().encodedOverhead()),
        new HandlerPool(resources.handler(), threads.handlers()),
        new MappingPermits(new Permits(own, bells), threads.permits()),
        checkpoints(resources.source()),
        destination,
        listener,
        lastResult);
  }

  /** At the source, if it keeps them itself, or else in the engine's store. */
  private CheckpointSink checkpoints(EventSource source) {
    return source instanceof SharedSource shared && shared.keepsProgress()
        ? new SourceCommits(shared)
        : threads.writer();
  }
}
