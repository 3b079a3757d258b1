/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon;

import io.forebay.config.ForebayConfig;
import io.forebay.daemon.process.Configuration;
import io.forebay.daemon.process.UserException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** {@code --config}, and what it names. */
final class ConfigOptions {

  private static final Path DEFAULT = Path.of("forebay.yaml");

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE|DIR",
      description =
          "A YAML or JSON file, or a folder of such files. May be given several times (default:"
              + " forebay.yaml in the working folder).")
  private List<Path> paths = new ArrayList<>();

  /** The files and folders that were named, or the default. */
  List<Path> paths() throws UserException {
    if (!paths.isEmpty()) {
      return List.copyOf(paths);
    }
    if (!Files.exists(DEFAULT)) {
      throw UserException.usage(
          "there is no forebay.yaml in "
              + Path.of("").toAbsolutePath()
              + "; name a configuration with --config");
    }
    return List.of(DEFAULT);
  }

  /**
   * The configuration, which the caller closes.
   *
   * @throws UserException it has faults; the message lists them all
   */
  ForebayConfig load() throws UserException {
    return Configuration.load(paths());
  }
}
