/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine;

import io.forebay.checkpoint.CheckpointStore;
import io.forebay.engine.mapping.LocalEngine;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Collects what an engine needs; not safe for use by several threads. */
public final class EngineBuilder {

  private EngineSettings settings = EngineSettings.defaults();
  private Optional<CheckpointStore> store = Optional.empty();
  private final List<EngineListener> listeners = new ArrayList<>();

  EngineBuilder() {}

  /** Sets the settings. */
  public EngineBuilder settings(EngineSettings value) {
    settings = value;
    return this;
  }

  /**
   * Sets the checkpoint store, which the engine closes when it is closed. Without one, only
   * mappings can read whose sources keep their progress themselves, as Kafka groups do.
   */
  public EngineBuilder checkpoints(CheckpointStore value) {
    store = Optional.of(value);
    return this;
  }

  /** Adds a listener. */
  public EngineBuilder listener(EngineListener value) {
    listeners.add(value);
    return this;
  }

  /** Starts the engine's threads. */
  public Engine start() {
    return new LocalEngine(settings, store, listeners);
  }
}
