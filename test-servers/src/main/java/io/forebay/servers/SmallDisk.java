/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.servers;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.opentest4j.TestAbortedException;

/**
 * A real file system of its own, small and in memory: one that can be full or read-only without
 * harm to others. Closing it unmounts it.
 *
 * @param folder where it is mounted; anybody may write there
 */
public record SmallDisk(Path folder) implements AutoCloseable {

  /**
   * Mounts one.
   *
   * @param size in the notation of {@code mount}: {@code 1m}
   * @throws TestAbortedException if none can be mounted here
   */
  public static SmallDisk mount(String size) throws IOException {
    Path folder = Files.createTempDirectory("forebay-small-disk");
    if (!run("mount", "-t", "tmpfs", "-o", "size=" + size, "forebay-test", folder.toString())) {
      Files.delete(folder);
      throw new TestAbortedException(
          "skipped: a small file system can't be mounted here, that needs root on Linux");
    }
    return new SmallDisk(folder);
  }

  /** Fills it to the last byte; what somebody has freed since is filled again. */
  public void fill() throws IOException {
    try (OutputStream out =
        Files.newOutputStream(filler(), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      fill(out);
    }
  }

  private static void fill(OutputStream out) {
    try {
      while (true) {
        out.write(new byte[512]);
      }
    } catch (IOException full) {
      // As it should be.
    }
  }

  /** Gives back what {@link #fill} took. */
  public void makeRoom() throws IOException {
    Files.delete(filler());
  }

  private Path filler() {
    return folder.resolve("filler");
  }

  /** Lets nobody write, or everybody again. */
  public void readOnly(boolean on) throws IOException {
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

  private static boolean run(String... command) {
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
