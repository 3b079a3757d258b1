/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.proof;

import io.forebay.handler.BatchHandler;
import io.forebay.handler.BatchHandlerFactory;
import io.forebay.handler.BatchResult;
import io.forebay.handler.Handler;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Plug-ins with a static initialiser that fails: at loading, when made, at the first batch. */
final class BrokenPlugins {

  private BrokenPlugins() {}

  /** Writes the three into a folder for plug-ins, from the very classes below. */
  static void writeTo(Path plugins) throws IOException {
    for (Class<?> factory :
        List.of(FailsToLoad.class, FailsToBeMade.class, FailsAtTheFirstBatch.class)) {
      Path classes = plugins.resolve(factory.getSimpleName()).resolve("classes");
      Path services = classes.resolve("META-INF/services");
      Files.createDirectories(services);
      Files.writeString(services.resolve(BatchHandlerFactory.class.getName()), factory.getName());
      copy(factory, classes);
      copy(Licensed.class, classes);
    }
  }

  private static void copy(Class<?> type, Path classes) throws IOException {
    String name = type.getName().replace('.', '/') + ".class";
    Path file = classes.resolve(name);
    Files.createDirectories(file.getParent());
    try (InputStream in = type.getClassLoader().getResourceAsStream(name)) {
      Files.copy(in, file);
    }
  }

  /** What they all need and can't be initialised. */
  static final class Licensed {
    static final long UNTIL = readLicence();

    private Licensed() {}

    private static long readLicence() {
      throw new IllegalStateException("no licence file");
    }
  }

  /** Can't be made itself. */
  public static final class FailsToLoad implements BatchHandlerFactory {
    static final long UNTIL = Licensed.UNTIL;

    @Override
    public String name() {
      return "fails-to-load";
    }

    @Override
    public Handler create(Map<String, String> settings) {
      throw new AssertionError("never made");
    }
  }

  /** Can't make its handler. */
  public static final class FailsToBeMade implements BatchHandlerFactory {
    @Override
    public String name() {
      return "fails-to-be-made";
    }

    @Override
    public Handler create(Map<String, String> settings) {
      throw new AssertionError(Licensed.UNTIL);
    }
  }

  /** Makes a handler that can't handle. */
  public static final class FailsAtTheFirstBatch implements BatchHandlerFactory {
    @Override
    public String name() {
      return "fails-at-the-first-batch";
    }

    @Override
    public Handler create(Map<String, String> settings) {
      BatchHandler handler =
          (batch, context) -> {
            context.logger().log(System.Logger.Level.INFO, "licensed until " + Licensed.UNTIL);
            return BatchResult.success();
          };
      return handler;
    }
  }
}
