/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.config;

import io.forebay.config.plugin.HandlerCatalog;
import io.forebay.engine.EngineSettings;
import io.forebay.engine.MappingDefinition;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A checked configuration. Close it after the engine that runs it: it holds the plug-ins' class
 * loaders.
 */
public final class ForebayConfig implements AutoCloseable {

  private final EngineSettings engine;
  private final CheckpointSettings checkpoint;
  private final HttpSettings http;
  private final List<MappingReader.Item> mappings;
  private final HandlerCatalog handlers;
  private final List<Fault> warnings;

  ForebayConfig(
      EngineSettings engine,
      CheckpointSettings checkpoint,
      HttpSettings http,
      List<MappingReader.Item> mappings,
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
    return mappings.stream().map(MappingReader.Item::definition).toList();
  }

  /** What the files say of each mapping, by its name, in the files' order. */
  public Map<String, MappingFields> fields() {
    Map<String, MappingFields> fields = new LinkedHashMap<>();
    mappings.forEach(item -> fields.put(item.definition().settings().name(), item.fields()));
    return fields;
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
    return "configuration of " + fields().keySet();
  }
}
