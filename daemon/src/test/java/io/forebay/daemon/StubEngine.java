/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon;

import io.forebay.engine.Engine;
import io.forebay.engine.EngineSettings;
import io.forebay.engine.Mapping;
import io.forebay.engine.MappingDefinition;
import io.forebay.engine.MappingSettings;
import io.forebay.engine.MappingState;
import io.forebay.engine.MappingStatus;
import io.forebay.engine.Meter;
import io.forebay.engine.MeterSnapshot;
import io.forebay.engine.MeterSnapshot.Distribution;
import io.forebay.engine.MeterSnapshot.MappingMeters;
import io.forebay.engine.MeterSnapshot.RingUse;
import io.forebay.source.SourceTraits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** An engine that says what it was told to say. */
public final class StubEngine implements Engine {

  private static final SourceTraits TRAITS =
      new SourceTraits(
          true,
          100,
          10_000,
          Duration.ZERO,
          SourceTraits.WindowClock.FIRST_RECORD,
          0,
          SourceTraits.StartPositions.ENDS,
          Duration.ofSeconds(1),
          false,
          false);

  private final List<Mapping> mappings = new ArrayList<>();

  /** Adds a mapping that stands like this. */
  public StubEngine with(MappingStatus status) {
    return with(status, true);
  }

  /** Adds a mapping that stands like this, enabled by its settings or not. */
  public StubEngine with(MappingStatus status, boolean enabled) {
    mappings.add(
        new StubMapping(
            status, MappingSettings.named(status.name(), TRAITS).enabled(enabled).build()));
    return this;
  }

  /** A status without shards. */
  public static MappingStatus status(
      String name, MappingState state, String reason, String problem) {
    return new MappingStatus(name, state, reason, "OK", problem, List.of());
  }

  @Override
  public Mapping add(MappingDefinition definition) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<Mapping> mapping(String name) {
    return mappings.stream().filter(mapping -> mapping.name().equals(name)).findFirst();
  }

  @Override
  public List<Mapping> mappings() {
    return List.copyOf(mappings);
  }

  /** Each meter counts its place in the enum; 10 batches and invocations. */
  @Override
  public MeterSnapshot meters() {
    Map<Meter, Long> counts = new EnumMap<>(Meter.class);
    for (Meter meter : Meter.values()) {
      counts.put(meter, (long) meter.ordinal());
    }
    Distribution sizes = new Distribution(List.of(1L, 10L, 100L), List.of(2L, 3L, 4L), 10, 1234);
    Distribution millis = new Distribution(List.of(5L, 500L), List.of(6L, 3L), 10, 2500);
    List<MappingMeters> meters =
        mappings.stream()
            .map(mapping -> new MappingMeters(mapping.name(), counts, sizes, millis))
            .toList();
    return new MeterSnapshot(meters, List.of(new RingUse(0, 256, 3)));
  }

  @Override
  public EngineSettings settings() {
    return EngineSettings.defaults();
  }

  @Override
  public void close() {}

  private record StubMapping(MappingStatus status, MappingSettings settings) implements Mapping {
    @Override
    public String name() {
      return status.name();
    }

    @Override
    public CompletionStage<MappingStatus> pause() {
      return CompletableFuture.completedFuture(status);
    }

    @Override
    public CompletionStage<MappingStatus> resume() {
      return CompletableFuture.completedFuture(status);
    }

    @Override
    public CompletionStage<MappingStatus> update(MappingSettings changed) {
      return CompletableFuture.completedFuture(status);
    }

    @Override
    public CompletionStage<MappingStatus> update(MappingDefinition changed) {
      return CompletableFuture.completedFuture(status);
    }

    @Override
    public CompletionStage<MappingStatus> restart() {
      return CompletableFuture.completedFuture(status);
    }

    @Override
    public CompletionStage<MappingStatus> remove() {
      return CompletableFuture.completedFuture(status);
    }

    @Override
    public CompletionStage<MappingStatus> delete() {
      return CompletableFuture.completedFuture(status);
    }
  }
}
