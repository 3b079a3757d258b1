/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.config;

import io.forebay.config.plugin.HandlerCatalog;
import io.forebay.engine.EngineSettings;
import io.forebay.engine.MappingDefinition;
import java.util.List;

/**
 * A checked configuration. Close it after the engine that runs it: it holds the plug-ins' class
 * loaders.
 */
public final class ForebayConfig implements AutoCloseable {

  private final EngineSettings engine;
  private final CheckpointSettings checkpoint;
  private final HttpSettings http;
  private final List<MappingDefinition> mappings;
  private final HandlerCatalog handlers;
  private final List<Fault> warnings;

  ForebayConfig(
      EngineSettings engine,
      CheckpointSettings checkpoint,
      HttpSettings http,
      List<MappingDefinition> mappings,
      HandlerCatalog handlers,
      List<Fault> warnings) {
    this.engine = engine;
    this.checkpoint = checkpoint;
    this.http = http;
    this.mappings = List.copyOf(mappings);
    this.handlers = handlers;
    this.warnings = List.copyOf(warnings);
  }

  /** The engine's settings. */
  public EngineSettings engine() {
    return engine;
  }

  /** Where progress is kept. */
  public CheckpointSettings checkpoint() {
    return checkpoint;
  }

  /** Where the daemon's pages are. */
  public HttpSettings http() {
    return http;
  }

  /** The mappings, in the files' order. */
  public List<MappingDefinition> mappings() {
    return mappings;
  }

  /** The handlers that were found. */
  public HandlerCatalog handlers() {
    return handlers;
  }

  /** What is wrong but stops no mapping: plug-ins that nobody needs and that do not load. */
  public List<Fault> warnings() {
    return warnings;
  }

  /** Closes the plug-ins. */
  @Override
  public void close() {
    handlers.close();
  }

  @Override
  public String toString() {
    return "configuration of "
        + mappings.stream().map(mapping -> mapping.settings().name()).toList();
  }
}
