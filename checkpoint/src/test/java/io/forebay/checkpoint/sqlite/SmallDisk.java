/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.checkpoint.sqlite;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A real file system of one mebibyte in memory. Skips the test where it can't be mounted. */
record SmallDisk(Path folder) implements AutoCloseable {

  static SmallDisk mount() throws IOException {
    Path folder = Files.createTempDirectory("forebay-small-disk");
    if (!run("mount", "-t", "tmpfs", "-o", "size=1m", "forebay-test", folder.toString())) {
      Files.delete(folder);
      abort("A small file system can't be mounted here: needs root on Linux.");
    }
    return new SmallDisk(folder);
  }

  /** Fills the disk to the last byte. */
  void fill() throws IOException {
    try (OutputStream out =
        Files.newOutputStream(filler(), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      while (true) {
        out.write(new byte[512]);
      }
    } catch (IOException full) {
      // As it should be.
    }
  }

  void makeRoom() throws IOException {
    Files.delete(filler());
  }

  private Path filler() {
    return folder.resolve("filler");
  }

  void readOnly(boolean on) throws IOException {
    String mode = "remount," + (on ? "ro" : "rw");
    if (!run("mount", "-o", mode, folder.toString())) {
      throw new IOException("mount -o " + mode + " failed");
    }
  }

  @Override
  public void close() throws IOException {
    run("umount", "-l", folder.toString());
    Files.delete(folder);
  }

  private static boolean run(String... command) throws IOException {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.onExit().join().exitValue() == 0;
    } catch (IOException noSuchCommand) {
      return false;
    }
  }
}
