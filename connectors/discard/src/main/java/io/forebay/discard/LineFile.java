/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.discard;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file of whole lines. Each call opens the file, mends a torn last line, works, and closes it;
 * the caller keeps others away meanwhile.
 */
final class LineFile {

  /** The file's last line is not a torn entry of ours: it must not be cut. */
  static final class NotOurs extends IOException {
    private static final long serialVersionUID = 1L;

    NotOurs(String message) {
      super(message);
    }
  }

  private static final byte[] START = "{\"requestContext".getBytes(StandardCharsets.US_ASCII);
  private static final int BLOCK = 64 << 10;

  private LineFile() {}

  /** Cuts off what follows the last line feed, and returns the file's length then. */
  static long mend(Path file) throws IOException {
    try (FileChannel channel = open(file)) {
      return mended(channel);
    }
  }

  /** Appends a line so that it is on the disk, or leaves the file as it was. */
  static void append(Path file, byte[] line) throws IOException {
    try (FileChannel channel = open(file)) {
      long end = mended(channel);
      ByteBuffer bytes = ByteBuffer.allocate(line.length + 1).put(line).put((byte) '\n').flip();
      try {
        long at = end;
        while (bytes.hasRemaining()) {
          at += channel.write(bytes, at);
        }
        channel.force(true);
      } catch (IOException e) {
        // If even this fails, the next one mends.
        channel.truncate(end);
        throw e;
      }
    }
  }

  /** Makes the folder's entries durable: a file that is new or has a new name. */
  static void forceFolder(Path folder) throws IOException {
    try (FileChannel entries = FileChannel.open(folder, StandardOpenOption.READ)) {
      entries.force(true);
    }
  }

  private static FileChannel open(Path file) throws IOException {
    return FileChannel.open(
        file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  private static long mended(FileChannel channel) throws IOException {
    long size = channel.size();
    long end = endOfLastLine(channel, size);
    if (end < size) {
      ByteBuffer head = read(channel, end, (int) Math.min(START.length, size - end));
      boolean ours = head.get(0) == 0 || head.equals(ByteBuffer.wrap(START, 0, head.remaining()));
      if (!ours) {
        throw new NotOurs("its last line is not a discard entry");
      }
      channel.truncate(end);
      channel.force(true);
    }
    return end;
  }

  private static long endOfLastLine(FileChannel channel, long size) throws IOException {
    long end = size;
    while (end > 0) {
      int length = (int) Math.min(BLOCK, end);
      ByteBuffer block = read(channel, end - length, length);
      for (int i = length - 1; i >= 0; i--) {
        if (block.get(i) == '\n') {
          return end - length + i + 1;
        }
      }
      end -= length;
    }
    return 0;
  }

  private static ByteBuffer read(FileChannel channel, long at, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    while (bytes.hasRemaining() && channel.read(bytes, at + bytes.position()) > 0) {
      // until it is full
    }
    return bytes.flip();
  }
}
