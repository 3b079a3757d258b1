/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine;

import java.util.List;
import java.util.Optional;

/**
 * Runs mappings. Safe for use by any thread; usually one an application.
 *
 * <p>{@link #close} stops all mappings with a drain: what is in flight is awaited up to {@link
 * EngineSettings#drainTimeout}, then left to be delivered again after the next start.
 */
public interface Engine extends AutoCloseable {

  /** Begins an engine. */
  static EngineBuilder builder() {
    return new EngineBuilder();
  }

  /**
   * Adds a mapping and starts it, unless its settings say {@code enabled: false}. Returns at once;
   * the mapping is {@code CREATING} until it reads.
   *
   * @throws IllegalArgumentException if a mapping of this name exists
   */
  Mapping add(MappingDefinition definition);

  /** The mapping of this name. */
  Optional<Mapping> mapping(String name);

  /** All mappings, by name. */
  List<Mapping> mappings();

  /** What the engine has counted since it started. A snapshot, cheap enough for every scrape. */
  MeterSnapshot meters();

  /** The settings it was started with. */
  EngineSettings settings();

  /** Stops with a drain; later calls return at once. */
  @Override
  void close();
}
