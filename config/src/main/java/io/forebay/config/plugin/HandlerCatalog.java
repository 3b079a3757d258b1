/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.config.plugin;

import io.forebay.handler.BatchHandlerFactory;
import io.forebay.handler.Handler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The handlers there are: on the class path, and in the plug-in folder with a class loader for each
 * plug-in.
 *
 * <p>Once open it does not change, and is safe for use by any thread. Close it after the engine:
 * handlers may load classes until they are closed.
 */
public final class HandlerCatalog implements AutoCloseable {

  private static final String CLASS_PATH = "class path";

  /** Failing providers after which the class path is given up; an iterator may fail for ever. */
  private static final int MOST_FAILURES = 100;

  private final Map<String, Provided> handlers = new TreeMap<>();
  private final List<PluginLoader> loaders = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();
  private final List<String> conflicts = new ArrayList<>();
  private String searched = "on the class path";

  private record Provided(
      BatchHandlerFactory factory, String where, ClassLoader loader, String version) {}

  /** Where handlers come from: for people, by whom they are loaded, and in which version. */
  private record Origin(String where, ClassLoader loader, String version) {
    static Origin classPath(ClassLoader loader) {
      return new Origin(CLASS_PATH, loader, "");
    }
  }

  /**
   * A handler that was found.
   *
   * @param name what mappings call it
   * @param where {@code class path}, or which plug-in
   */
  public record Found(String name, String where) {
    @Override
    public String toString() {
      return name + " (" + where + ")";
    }
  }

  private HandlerCatalog() {}

  /** These handlers and no others. */
  public static HandlerCatalog of(List<BatchHandlerFactory> factories) {
    HandlerCatalog catalog = new HandlerCatalog();
    factories.forEach(factory -> catalog.add(factory, Origin.classPath(classLoaderOf(factory))));
    return catalog;
  }

  /**
   * The handlers that {@link ServiceLoader} finds with this class loader, and those of plug-ins.
   */
  public static HandlerCatalog open(ClassLoader classPath, Optional<Path> pluginFolder) {
    HandlerCatalog catalog = new HandlerCatalog();
    catalog.addClassPath(classPath);
    pluginFolder.ifPresent(folder -> catalog.addPlugins(folder, classPath));
    return catalog;
  }

  /** These handlers and those of plug-ins, whose classes see this class loader's. */
  public static HandlerCatalog open(
      List<BatchHandlerFactory> factories, ClassLoader classPath, Optional<Path> pluginFolder) {
    HandlerCatalog catalog = of(factories);
    pluginFolder.ifPresent(folder -> catalog.addPlugins(folder, classPath));
    return catalog;
  }

  /** The handlers that were found, by name. */
  public List<Found> found() {
    return handlers.entrySet().stream()
        .map(entry -> new Found(entry.getKey(), entry.getValue().where()))
        .toList();
  }

  /** Whether there is a handler of this name. */
  public boolean has(String name) {
    return handlers.containsKey(name);
  }

  /**
   * A hash of the files of the plug-in that a handler is from, as they were when this was opened;
   * empty for one of the class path, or one that is not there.
   */
  public String version(String name) {
    Provided provided = handlers.get(name);
    return provided == null ? "" : provided.version();
  }

  /** What could not be loaded: one sentence each, naming plug-in, class, cause and the rest. */
  public List<String> problems() {
    String rest = "; " + foundText();
    return problems.stream().map(problem -> problem + rest).toList();
  }

  /** Names that two handlers have: one sentence each, naming both places. The first one counts. */
  public List<String> conflicts() {
    return List.copyOf(conflicts);
  }

  /** "found: a (class path), b (plug-in c.jar)", for messages. */
  public String foundText() {
    return handlers.isEmpty()
        ? "no handler was found " + searched
        : "found: " + found().stream().map(Found::toString).collect(Collectors.joining(", "));
  }

  /**
   * Makes a handler, with its plug-in's class loader as the thread's context class loader.
   *
   * @throws HandlerException whatever went wrong
   */
  public Handler create(String name, Map<String, String> settings) throws HandlerException {
    Provided provided = handlers.get(name);
    if (provided == null) {
      throw new HandlerException("there is no handler '" + name + "'; " + foundText());
    }
    Handler made = null;
    String what = "handler '" + name + "' (" + provided.where() + ") can't be made: ";
    ClassLoader before = InPlugin.enter(provided.loader());
    try {
      made = provided.factory().create(settings);
    } catch (Throwable e) { // linkage errors and failing static initialisers too
      throw new HandlerException(what + Causes.describe(e), e);
    } finally {
      InPlugin.leave(before);
    }
    if (made == null) {
      throw new HandlerException(
          what + provided.factory().getClass().getName() + ".create returned null");
    }
    boolean ofPlugin = provided.loader() instanceof PluginLoader;
    return ofPlugin ? InPlugin.of(provided.loader(), made) : made;
  }

  /** Closes the plug-ins' class loaders. */
  @Override
  public void close() {
    for (PluginLoader loader : loaders) {
      try {
        loader.close();
      } catch (IOException e) {
        // nothing is lost: the jars were only read
      }
    }
  }

  private void addClassPath(ClassLoader classPath) {
    Iterator<BatchHandlerFactory> providers =
        ServiceLoader.load(BatchHandlerFactory.class, classPath).iterator();
    int failures = 0;
    while (failures < MOST_FAILURES) {
      try {
        if (!providers.hasNext()) {
          return;
        }
        add(providers.next(), Origin.classPath(classPath));
      } catch (ServiceConfigurationError | LinkageError e) {
        failures++;
        problems.add("class path: " + Causes.describe(e));
      }
    }
  }

  private void addPlugins(Path folder, ClassLoader outside) {
    searched = "on the class path or in " + folder;
    try {
      if (!Files.isDirectory(folder)) {
        problems.add("there is no plug-in folder " + folder);
        return;
      }
      for (Path path : Plugin.in(folder)) {
        addPlugin(path, outside);
      }
    } catch (IOException e) {
      problems.add("plug-in folder " + folder + " can't be read: " + Causes.describe(e));
    }
  }

  private void addPlugin(Path path, ClassLoader outside) {
    String where = "plug-in " + path.getFileName();
    String version = version(path, where);
    Plugin plugin = new Plugin(path, problem -> problems.add(where + ": " + problem));
    PluginLoader loader = plugin.open(outside);
    loaders.add(loader);
    plugin.factories(loader).forEach(factory -> add(factory, new Origin(where, loader, version)));
  }

  /** Before its classes are loaded: files that change meanwhile make it count as older. */
  private String version(Path plugin, String where) {
    try {
      return PluginDigest.of(plugin);
    } catch (IOException e) {
      problems.add(where + " can't be read: " + Causes.describe(e));
      return "";
    }
  }

  private void add(BatchHandlerFactory factory, Origin origin) {
    String where = origin.where();
    String type = factory.getClass().getName();
    String name;
    ClassLoader before = InPlugin.enter(origin.loader());
    try {
      name = factory.name();
    } catch (Throwable e) { // user code: anything may come
      problems.add(where + ": " + type + ".name() threw " + Causes.describe(e));
      return;
    } finally {
      InPlugin.leave(before);
    }
    if (name == null || name.isBlank()) {
      problems.add(where + ": " + type + ".name() is empty");
      return;
    }
    Provided mine = new Provided(factory, where, origin.loader(), origin.version());
    Provided other = handlers.putIfAbsent(name, mine);
    if (other != null) {
      conflicts.add(
          "two handlers are called '"
              + name
              + "': "
              + other.factory().getClass().getName()
              + " ("
              + other.where()
              + ") and "
              + type
              + " ("
              + where
              + "); rename or remove one");
    }
  }

  private static ClassLoader classLoaderOf(BatchHandlerFactory factory) {
    ClassLoader own = factory.getClass().getClassLoader();
    return own == null ? ClassLoader.getSystemClassLoader() : own;
  }
}
