/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.proof;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A small file system of its own, in memory. Skips the test where it can't be mounted. */
record Tmpfs(Path folder) implements AutoCloseable {

  static Tmpfs mount(String size) throws IOException {
    Path folder = Files.createTempDirectory("forebay-proof");
    if (!run("mount", "-t", "tmpfs", "-o", "size=" + size, "forebay-proof", folder.toString())) {
      Files.delete(folder);
      abort("A small file system can't be mounted here: needs root on Linux.");
    }
    return new Tmpfs(folder);
  }

  /** Fills it to the last byte; what somebody has freed since is filled again. */
  void fill() throws IOException {
    try (OutputStream out =
        Files.newOutputStream(filler(), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      while (true) {
        out.write(new byte[512]);
      }
    } catch (IOException full) {
      // as it should be
    }
  }

  void makeRoom() throws IOException {
    Files.delete(filler());
  }

  private Path filler() {
    return folder.resolve("filler");
  }

  @Override
  public void close() throws IOException {
    run("umount", "-l", folder.toString());
    Files.delete(folder);
  }

  private static boolean run(String... command) throws IOException {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .onExit()
              .join()
              .exitValue()
          == 0;
    } catch (IOException noSuchCommand) {
      return false;
    }
  }
}
