/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.reload;

import io.forebay.config.ForebayConfig;
import io.forebay.config.MappingFields;
import io.forebay.engine.MappingDefinition;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which mapping runs by which configuration. A configuration holds the class loaders of its
 * plug-ins, so it stays open while a mapping uses it and is closed after the last one has gone.
 *
 * <p>Written by one thread at a time, the one that starts the process and then the reload's; {@link
 * #mapping} and {@link #fields} may be asked by any.
 */
public final class Configurations implements AutoCloseable {

  private final ForebayConfig first;
  private final Map<ForebayConfig, Set<Use>> open = new HashMap<>();
  private volatile Map<String, Use> running = Map.of();

  /**
   * A mapping as it was configured.
   *
   * @param fields what the files say of it
   * @param definition the same, for the engine
   */
  public record Configured(MappingFields fields, MappingDefinition definition) {}

  /** A mapping's use of a configuration; each is an object of its own. */
  static final class Use {
    private final ForebayConfig config;
    private final Configured configured;

    private Use(ForebayConfig config, Configured configured) {
      this.config = config;
      this.configured = configured;
    }

    Configured configured() {
      return configured;
    }
  }

  /** All mappings run by this configuration, which this closes when it is time. */
  public Configurations(ForebayConfig first) {
    this.first = first;
    Map<String, Configured> all = configured(first);
    open.put(first, new HashSet<>());
    Map<String, Use> uses = new TreeMap<>();
    all.forEach((name, one) -> uses.put(name, use(first, one)));
    running = Collections.unmodifiableMap(uses);
  }

  /** The configuration that the process was started with. */
  public ForebayConfig first() {
    return first;
  }

  /** How the mapping is configured; empty if no configuration has it. */
  public Optional<Configured> mapping(String name) {
    return Optional.ofNullable(running.get(name)).map(Use::configured);
  }

  /** What the files say of each mapping, by name. */
  Map<String, MappingFields> fields() {
    Map<String, MappingFields> fields = new TreeMap<>();
    running.forEach((name, use) -> fields.put(name, use.configured().fields()));
    return fields;
  }

  /** The mapping runs by this configuration from now on. Returns the use that ends with that. */
  Optional<Use> switchTo(ForebayConfig config, String name, Configured configured) {
    Map<String, Use> uses = new TreeMap<>(running);
    Optional<Use> before = Optional.ofNullable(uses.put(name, use(config, configured)));
    running = Collections.unmodifiableMap(uses);
    return before;
  }

  /** The mapping runs no more. Returns the use that ends with that. */
  Optional<Use> drop(String name) {
    Map<String, Use> uses = new TreeMap<>(running);
    Optional<Use> before = Optional.ofNullable(uses.remove(name));
    running = Collections.unmodifiableMap(uses);
    return before;
  }

  /** Nothing of the use's classes is needed any more. */
  void release(Use use) {
    Set<Use> uses = open.get(use.config);
    if (uses != null) {
      uses.remove(use);
      closeIfUnused(use.config);
    }
  }

  /** Closes a configuration that no mapping has come to use. */
  void closeIfUnused(ForebayConfig config) {
    if (open.getOrDefault(config, Set.of()).isEmpty()) {
      open.remove(config);
      config.close();
    }
  }

  /** Closes all that are open; after the engine. */
  @Override
  public void close() {
    open.keySet().forEach(ForebayConfig::close);
    open.clear();
  }

  static Map<String, Configured> configured(ForebayConfig config) {
    Map<String, MappingFields> fields = config.fields();
    Map<String, Configured> all = new TreeMap<>();
    for (MappingDefinition definition : config.mappings()) {
      String name = definition.settings().name();
      MappingFields own = fields.get(name);
      if (own != null) {
        all.put(name, new Configured(own, definition));
      }
    }
    return all;
  }

  private Use use(ForebayConfig config, Configured configured) {
    Use use = new Use(config, configured);
    open.computeIfAbsent(config, any -> new HashSet<>()).add(use);
    return use;
  }
}
