/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.config.plugin;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Loads a plug-in's classes: the JDK's and the handler SPI from outside, everything else from the
 * plug-in first. So a plug-in may carry its own version of any library, ours included.
 */
final class PluginLoader extends URLClassLoader {

  static {
    registerAsParallelCapable();
  }

  private static final String SPI = "io.forebay.handler.";
  private static final String SERVICES = "META-INF/services/";

  private final ClassLoader outside;

  PluginLoader(String name, URL[] urls, ClassLoader outside) {
    super("plug-in " + name, urls, outside);
    this.outside = outside;
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    Class<?> found;
    synchronized (getClassLoadingLock(name)) {
      found = findLoadedClass(name);
      if (found == null) {
        found = name.startsWith(SPI) ? outside.loadClass(name) : childFirst(name);
      }
    }
    if (resolve) {
      resolveClass(found);
    }
    return found;
  }

  private Class<?> childFirst(String name) throws ClassNotFoundException {
    Class<?> found = load(() -> getPlatformClassLoader().loadClass(name));
    if (found == null) {
      found = load(() -> findClass(name));
    }
    return found == null ? outside.loadClass(name) : found;
  }

  private interface Loading {
    Class<?> load() throws ClassNotFoundException;
  }

  private static @Nullable Class<?> load(Loading loading) {
    try {
      return loading.load();
    } catch (ClassNotFoundException e) {
      return null; // the next place is asked then
    }
  }

  @Override
  public @Nullable URL getResource(String name) {
    URL own = findResource(name);
    return own == null ? outside.getResource(name) : own;
  }

  /** The plug-in's own first; its providers of a service of its own are the only ones it sees. */
  @Override
  public Enumeration<URL> getResources(String name) throws IOException {
    List<URL> all = new ArrayList<>(Collections.list(findResources(name)));
    boolean ownService =
        name.startsWith(SERVICES)
            && findResource(name.substring(SERVICES.length()).replace('.', '/') + ".class") != null;
    if (!ownService) {
      all.addAll(Collections.list(outside.getResources(name)));
    }
    return Collections.enumeration(all);
  }
}
