/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.process;

import io.forebay.config.Catalog;
import io.forebay.config.ConfigLoader;
import io.forebay.config.ConfigResult;
import io.forebay.config.Fault;
import io.forebay.config.ForebayConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Reads configurations with all connectors and handlers of the class path. */
public final class Configuration {

  private Configuration() {}

  /** What configurations may refer to. */
  public static Catalog catalog() {
    return Catalog.find(Configuration.class.getClassLoader());
  }

  /** What is in these files and folders now, or what is wrong with them. */
  public static ConfigResult read(List<Path> paths) {
    return ConfigLoader.load(paths, catalog());
  }

  /**
   * The configuration in these files and folders, which the caller closes.
   *
   * @throws UserException it has faults; the message lists them all
   */
  public static ForebayConfig load(List<Path> paths) throws UserException {
    ConfigResult result = read(paths);
    if (result.config().isPresent()) {
      return result.config().get();
    }
    List<Fault> faults = result.faults();
    String count = faults.size() == 1 ? "one fault" : faults.size() + " faults";
    throw UserException.usage(
        "the configuration has "
            + count
            + ":\n"
            + faults.stream().map(fault -> "  " + fault).collect(Collectors.joining("\n")));
  }
}
