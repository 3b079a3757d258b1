/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.demo;

import io.forebay.handler.BatchHandlerFactory;
import io.forebay.handler.Handler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Makes the demo's handler of flights. Setting {@code folder}: where it keeps its figures. */
public final class FlightDelaysFactory implements BatchHandlerFactory {

  static final String NAME = "demo-flight-delays";

  /** For the service loader. */
  public FlightDelaysFactory() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Handler create(Map<String, String> settings) throws IOException {
    return new FlightDelaysHandler(folder(settings));
  }

  /** The folder of the setting, made if it does not exist. */
  static Path folder(Map<String, String> settings) throws IOException {
    String folder = settings.get("folder");
    if (folder == null) {
      throw new IllegalArgumentException("the demo's handlers need the setting 'folder'");
    }
    return Files.createDirectories(Path.of(folder));
  }
}
