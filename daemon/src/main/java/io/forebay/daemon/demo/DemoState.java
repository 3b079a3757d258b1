/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.Properties;

/**
 * What must be known of a run to go on with it.
 *
 * @param rounds how often the flights are replayed
 * @param starts how many processes have worked on it
 * @param complete whether it came to its end
 */
record DemoState(int rounds, int starts, boolean complete) {

  /** A run that begins now. */
  static DemoState fresh(int rounds) {
    return new DemoState(rounds, 1, false);
  }

  DemoState startedAgain() {
    return new DemoState(rounds, starts + 1, complete);
  }

  DemoState completed() {
    return new DemoState(rounds, starts, true);
  }

  /** What the file says; empty if there is none. */
  static Optional<DemoState> load(Path file) throws IOException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    Properties values = new Properties();
    try (InputStream in = Files.newInputStream(file)) {
      values.load(in);
    }
    try {
      return Optional.of(
          new DemoState(
              Integer.parseInt(values.getProperty("rounds", "")),
              Integer.parseInt(values.getProperty("starts", "")),
              Boolean.parseBoolean(values.getProperty("complete"))));
    } catch (NumberFormatException e) {
      throw new IOException(file + " is damaged; start afresh with --reset", e);
    }
  }

  /** Writes the file, whole or not at all. */
  void save(Path file) throws IOException {
    Properties values = new Properties();
    values.setProperty("rounds", String.valueOf(rounds));
    values.setProperty("starts", String.valueOf(starts));
    values.setProperty("complete", String.valueOf(complete));
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try (OutputStream out = Files.newOutputStream(fresh)) {
      values.store(out, "a run of: forebay demo");
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
