/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.examples;

import io.forebay.checkpoint.CheckpointStore;
import io.forebay.engine.Engine;
import io.forebay.engine.EngineListener;
import io.forebay.engine.EngineSettings;
import io.forebay.engine.Mapping;
import io.forebay.engine.MappingDefinition;
import io.forebay.engine.MappingSettings;
import io.forebay.engine.MappingStatus;
import io.forebay.engine.Meter;
import io.forebay.engine.MeterSnapshot;
import io.forebay.handler.Batch;
import io.forebay.source.FailedBatch;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** The examples of docs/embedding.md: {@link ReadmeTest} compares the two and runs them. */
final class Embedding {

  private Embedding() {}

  // example: begin
  static final class Counting implements EngineListener {
    final LongAdder handled = new LongAdder();
    final LongAdder discarded = new LongAdder();

    @Override
    public void onHandled(String mapping, Batch batch, String invocationId) {
      handled.add(batch.size());
    }

    @Override
    public void onDiscarded(FailedBatch batch, boolean delivered) {
      discarded.add(batch.records().size());
    }
  }

  // example: end

  static Engine start(CheckpointStore store, EngineListener listener) {
    // example: begin
    EngineSettings settings =
        EngineSettings.defaults()
            .withMaximumConcurrency(64)
            .withCheckpoints(Duration.ofMillis(500), 1_000)
            .withDrainTimeout(Duration.ofSeconds(10));
    Engine engine =
        Engine.builder().settings(settings).checkpoints(store).listener(listener).start();
    // example: end
    return engine;
  }

  static MappingStatus steer(Engine engine, MappingDefinition definition) throws Exception {
    // example: begin
    Mapping orders = engine.add(definition);

    MappingSettings larger = orders.settings().toBuilder().batchSize(500).build();
    orders.update(larger).toCompletableFuture().get(30, TimeUnit.SECONDS);

    orders.pause().toCompletableFuture().get(30, TimeUnit.SECONDS);
    MappingStatus paused = orders.status(); // DISABLED, every shard with what it has reached
    orders.resume().toCompletableFuture().get(30, TimeUnit.SECONDS);
    // example: end
    return paused;
  }

  static long handled(Engine engine) {
    long handled = 0;
    // example: begin
    for (MeterSnapshot.MappingMeters each : engine.meters().mappings()) {
      handled += each.counts().getOrDefault(Meter.RECORDS_HANDLED, 0L);
    }
    // example: end
    return handled;
  }
}
