/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.config;

import io.forebay.config.plugin.HandlerCatalog;
import io.forebay.handler.BatchHandlerFactory;
import io.forebay.source.EventSourceFactory;
import io.forebay.source.FailureDestinationFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What there is around a configuration: connectors, failure destinations, handlers, the environment
 * and the time. Immutable.
 */
public final class Catalog {

  private static final int MOST_FAILURES = 100;

  private final SortedMap<String, EventSourceFactory> sources;
  private final SortedMap<String, FailureDestinationFactory> destinations;
  private final Function<Optional<Path>, HandlerCatalog> handlers;
  private final List<String> problems;
  private final Map<String, String> environment;
  private final Clock clock;

  private Catalog(
      SortedMap<String, EventSourceFactory> sources,
      SortedMap<String, FailureDestinationFactory> destinations,
      Function<Optional<Path>, HandlerCatalog> handlers,
      List<String> problems,
      Map<String, String> environment,
      Clock clock) {
    this.sources = sources;
    this.destinations = destinations;
    this.handlers = handlers;
    this.problems = problems;
    this.environment = Map.copyOf(environment);
    this.clock = clock;
  }

  /** What {@link ServiceLoader} finds with this class loader, with the process's environment. */
  public static Catalog find(ClassLoader loader) {
    List<String> problems = new ArrayList<>();
    return new Catalog(
        byType(
            all(ServiceLoader.load(EventSourceFactory.class, loader), problems),
            EventSourceFactory::type,
            problems),
        byType(
            all(ServiceLoader.load(FailureDestinationFactory.class, loader), problems),
            FailureDestinationFactory::type,
            problems),
        folder -> HandlerCatalog.open(loader, folder),
        List.copyOf(problems),
        System.getenv(),
        Clock.systemUTC());
  }

  /** These and no others (plug-ins apart), with the process's environment. */
  public static Catalog of(
      List<EventSourceFactory> sources,
      List<FailureDestinationFactory> destinations,
      List<BatchHandlerFactory> handlers) {
    List<String> problems = new ArrayList<>();
    List<BatchHandlerFactory> given = List.copyOf(handlers);
    ClassLoader loader = Catalog.class.getClassLoader();
    return new Catalog(
        byType(sources, EventSourceFactory::type, problems),
        byType(destinations, FailureDestinationFactory::type, problems),
        folder -> HandlerCatalog.open(given, loader, folder),
        List.copyOf(problems),
        System.getenv(),
        Clock.systemUTC());
  }

  /** The same with these variables instead of the process's. */
  public Catalog withEnvironment(Map<String, String> variables) {
    return new Catalog(sources, destinations, handlers, problems, variables, clock);
  }

  /** The same with another clock. */
  public Catalog withClock(Clock other) {
    return new Catalog(sources, destinations, handlers, problems, environment, other);
  }

  /** The connectors by the source type they serve. */
  public SortedMap<String, EventSourceFactory> sources() {
    return new TreeMap<>(sources);
  }

  /** The failure destinations by type. */
  public SortedMap<String, FailureDestinationFactory> destinations() {
    return new TreeMap<>(destinations);
  }

  /** The handlers of the class path and of this folder's plug-ins; the caller closes them. */
  public HandlerCatalog openHandlers(Optional<Path> pluginFolder) {
    return handlers.apply(pluginFolder);
  }

  /** Connectors that could not be loaded: one sentence each. */
  public List<String> problems() {
    return problems;
  }

  Map<String, String> environment() {
    return environment;
  }

  Clock clock() {
    return clock;
  }

  private static <T> List<T> all(ServiceLoader<T> loader, List<String> problems) {
    List<T> found = new ArrayList<>();
    Iterator<T> providers = loader.iterator();
    int failures = 0;
    while (failures < MOST_FAILURES) {
      try {
        if (!providers.hasNext()) {
          break;
        }
        found.add(providers.next());
      } catch (ServiceConfigurationError | LinkageError e) {
        failures++;
        problems.add("a connector does not load: " + e);
      }
    }
    return found;
  }

  private static <T> SortedMap<String, T> byType(
      List<T> factories, Function<T, String> type, List<String> problems) {
    SortedMap<String, T> byType = new TreeMap<>();
    for (T factory : factories) {
      T other = byType.putIfAbsent(type.apply(factory), factory);
      if (other != null) {
        problems.add(
            "two connectors serve type '"
                + type.apply(factory)
                + "': "
                + other.getClass().getName()
                + ", which is used, and "
                + factory.getClass().getName());
      }
    }
    return byType;
  }
}
