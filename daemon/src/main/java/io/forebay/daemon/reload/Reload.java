/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.reload;

import io.forebay.config.ForebayConfig;
import io.forebay.daemon.reload.Configurations.Configured;
import io.forebay.daemon.reload.Configurations.Use;
import io.forebay.daemon.reload.MappingChange.Kind;
import io.forebay.daemon.reload.ReloadReport.Applied;
import io.forebay.engine.Engine;
import io.forebay.engine.Mapping;
import io.forebay.engine.MappingState;
import io.forebay.engine.MappingStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One configuration taken over into the engine. Confined to the reload thread, which may wait.
 *
 * <p>What is gone leaves first, so that a mapping that was only renamed finds its files and locks
 * free.
 */
final class Reload {

  private final Engine engine;
  private final Configurations configurations;
  private final Executor thread;
  private final Map<String, Configured> wanted;
  private final ForebayConfig config;
  private final Map<String, CompletableFuture<MappingStatus>> steps = new LinkedHashMap<>();

  Reload(Engine engine, Configurations configurations, ForebayConfig config, Executor thread) {
    this.engine = engine;
    this.configurations = configurations;
    this.config = config;
    this.thread = thread;
    wanted = Configurations.configured(config);
  }

  /** Does it, and waits so long for mappings to arrive, twice that where some leave. */
  List<Applied> apply(List<MappingChange> changes, Duration wait) throws InterruptedException {
    begin(changes, Kind.REMOVED);
    await(wait);
    begin(changes, Kind.CHANGED);
    begin(changes, Kind.ADDED);
    await(wait);
    List<Applied> applied = new ArrayList<>();
    for (MappingChange change : changes) {
      applied.add(outcome(change));
    }
    return applied;
  }

  private void begin(List<MappingChange> changes, Kind kind) {
    for (MappingChange change : changes) {
      if (change.kind() == kind) {
        CompletableFuture<MappingStatus> step;
        try {
          step = step(change.name(), kind).toCompletableFuture();
        } catch (RuntimeException e) {
          step = CompletableFuture.failedFuture(e);
        }
        steps.put(change.name(), step);
      }
    }
  }

  private CompletionStage<MappingStatus> step(String name, Kind kind) {
    Optional<Mapping> mapping = engine.mapping(name);
    Configured configured = wanted.get(name);
    if (configured == null) {
      Optional<Use> before = configurations.drop(name);
      return mapping.isEmpty()
          ? CompletableFuture.failedFuture(new IllegalStateException("it is not in the engine"))
          : releasing(before, true, mapping.get().remove());
    }
    if (kind == Kind.ADDED || mapping.isEmpty()) {
      Mapping added = engine.add(configured.definition());
      configurations.switchTo(config, name, configured);
      return configured.definition().settings().enabled()
          ? added.resume() // it does so by itself; this tells when
          : CompletableFuture.completedFuture(added.status());
    }
    CompletionStage<MappingStatus> updated = mapping.get().update(configured.definition());
    return releasing(configurations.switchTo(config, name, configured), false, updated);
  }

  /**
   * Lets go of the old configuration once the mapping has closed what it had of it. One that is
   * still draining for a pause takes the new definition at once and uses the old handler a while
   * longer: then, as when it never arrives, the old one stays open until the process ends.
   */
  private CompletionStage<MappingStatus> releasing(
      Optional<Use> before, boolean leaves, CompletionStage<MappingStatus> step) {
    before.ifPresent(
        use ->
            step.thenAcceptAsync(
                status -> {
                  if (leaves || status.state() != MappingState.DISABLING) {
                    configurations.release(use);
                  }
                },
                thread));
    return step;
  }

  private void await(Duration wait) throws InterruptedException {
    try {
      CompletableFuture.allOf(steps.values().toArray(CompletableFuture[]::new))
          .get(wait.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      // each step's outcome tells
    }
  }

  private Applied outcome(MappingChange change) {
    String state = engine.mapping(change.name()).map(one -> one.status().state().word()).orElse("");
    CompletableFuture<MappingStatus> step = steps.get(change.name());
    if (step == null) {
      return new Applied(change, state, true, "");
    }
    if (!step.isDone()) {
      return new Applied(change, state, false, "");
    }
    return step.handle(
            (status, fault) ->
                fault == null
                    ? new Applied(change, state, true, "")
                    : new Applied(change, state, false, sentence(fault)))
        .join();
  }

  private static String sentence(Throwable fault) {
    Throwable cause = fault.getCause() == null ? fault : fault.getCause();
    return Optional.ofNullable(cause.getMessage()).orElse(cause.toString());
  }
}
