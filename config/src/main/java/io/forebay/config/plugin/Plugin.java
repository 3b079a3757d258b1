/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.config.plugin;

import io.forebay.handler.BatchHandlerFactory;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** One plug-in: a jar, or a folder with jars and perhaps a {@code classes} folder. */
final class Plugin {

  static final String SERVICE_FILE = "META-INF/services/" + BatchHandlerFactory.class.getName();

  private final Path path;
  private final Consumer<String> refuse;
  private boolean damaged;

  /** Tells what is wrong with the plug-in, a sentence without its name, to {@code refuse}. */
  Plugin(Path path, Consumer<String> refuse) {
    this.path = path;
    this.refuse = refuse;
  }

  /** The plug-ins of a folder, by name. */
  static List<Path> in(Path folder) throws IOException {
    try (Stream<Path> children = Files.list(folder)) {
      return children
          .filter(child -> !child.getFileName().toString().startsWith("."))
          .filter(child -> Files.isDirectory(child) || isJar(child))
          .sorted()
          .toList();
    }
  }

  /** A loader of its classes; it has none of those jars that can't be read. */
  PluginLoader open(ClassLoader outside) {
    List<URL> urls = new ArrayList<>();
    for (Path place : places()) {
      if (!isJar(place) || isReadable(place)) {
        add(place, urls);
      }
    }
    return new PluginLoader(path.getFileName().toString(), urls.toArray(URL[]::new), outside);
  }

  /** Its handler factories; each that can't be made is told. */
  List<BatchHandlerFactory> factories(PluginLoader loader) {
    List<BatchHandlerFactory> factories = new ArrayList<>();
    ClassLoader before = InPlugin.enter(loader);
    try {
      Set<String> names = providers(loader);
      for (String name : names) {
        make(name, loader, factories);
      }
      if (names.isEmpty() && !damaged) {
        refuse.accept("holds no handler: none of its jars names one in " + SERVICE_FILE);
      }
    } catch (IOException e) {
      refuse.accept("can't be read: " + Causes.describe(e));
    } finally {
      InPlugin.leave(before);
    }
    return factories;
  }

  private void make(String name, PluginLoader loader, List<BatchHandlerFactory> factories) {
    try {
      Class<?> type = Class.forName(name, true, loader);
      if (BatchHandlerFactory.class.isAssignableFrom(type)) {
        Object made = type.getConstructor().newInstance();
        factories.add(BatchHandlerFactory.class.cast(made));
      } else {
        refuse.accept("class " + name + " does not implement BatchHandlerFactory");
      }
    } catch (ClassNotFoundException e) {
      refuse.accept("class " + name + " is named in " + SERVICE_FILE + " but is nowhere in it");
    } catch (NoSuchMethodException | IllegalAccessException e) {
      refuse.accept(
          "class " + name + " must be public with a public constructor that takes nothing");
    } catch (Throwable e) { // plug-ins throw Errors too, and must not take others down
      refuse.accept("class " + name + " can't be made: " + Causes.describe(e));
    }
  }

  private static Set<String> providers(PluginLoader loader) throws IOException {
    Set<String> names = new LinkedHashSet<>();
    for (URL url : Collections.list(loader.findResources(SERVICE_FILE))) {
      URLConnection connection = url.openConnection();
      connection.setUseCaches(false); // else the jar stays open after the loader is closed
      try (InputStream in = connection.getInputStream()) {
        String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        text.lines()
            .map(line -> line.replaceFirst("#.*", "").strip())
            .filter(line -> !line.isEmpty())
            .forEach(names::add);
      }
    }
    return names;
  }

  private List<Path> places() {
    if (!Files.isDirectory(path)) {
      return List.of(path);
    }
    List<Path> places = new ArrayList<>();
    Path classes = path.resolve("classes");
    if (Files.isDirectory(classes)) {
      places.add(classes);
    }
    try (Stream<Path> children = Files.list(path)) {
      children.filter(Plugin::isJar).sorted().forEach(places::add);
    } catch (IOException e) {
      refuse.accept("can't be read: " + Causes.describe(e));
    }
    return places;
  }

  private boolean isReadable(Path jar) {
    try (JarFile opened = new JarFile(jar.toFile())) {
      return opened.size() >= 0;
    } catch (IOException | SecurityException e) {
      damaged = true; // so what is missing is no news
      refuse.accept(jar.getFileName() + " is not a readable jar: " + Causes.describe(e));
      return false;
    }
  }

  private void add(Path place, List<URL> urls) {
    try {
      urls.add(place.toUri().toURL());
    } catch (MalformedURLException e) {
      refuse.accept(place + " can't be a URL: " + Causes.describe(e));
    }
  }

  private static boolean isJar(Path file) {
    return file.getFileName().toString().endsWith(".jar") && Files.isRegularFile(file);
  }
}
