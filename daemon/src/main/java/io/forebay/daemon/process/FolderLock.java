/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.process;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Holds a folder for this process; the system lets go of it when the process ends, however. */
public final class FolderLock implements AutoCloseable {

  private final FileChannel channel;

  private FolderLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the folder, making it if there is none.
   *
   * @param folder the folder
   * @param file name of the lock's file in it
   * @param holder who else may hold it, for the message
   * @throws UserException it can't be made or written to, or another process holds it
   */
  public static FolderLock take(Path folder, String file, String holder) throws UserException {
    try {
      Files.createDirectories(folder);
      FileChannel channel =
          FileChannel.open(
              folder.resolve(file), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (locked(channel)) {
        return new FolderLock(channel);
      }
      channel.close();
    } catch (IOException e) {
      throw UserException.failed(
          "folder " + folder + " can't be used (" + e + "); check its path and its rights");
    }
    throw UserException.failed(
        "another "
            + holder
            + " is running in "
            + folder
            + "; wait for it or choose another folder");
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // the lock goes with the process at the latest
    }
  }

  private static boolean locked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false; // this very process holds it already
    }
  }
}
