/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.chronicle;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;

/**
 * How far each mapping has settled each shard, kept in the stream's folder for retention: {@code
 * readers/<mapping>/<shard>} holds the oldest cycle that the mapping still needs.
 *
 * <p>A mark behind the truth keeps files longer than need be; none is ever ahead of it. Threads:
 * any; files are replaced whole.
 */
final class ReaderMarks {

  private static final String READERS = "readers";
  private static final String REMOVED = "removed";

  private final Path stream;
  private final String mapping;

  ReaderMarks(Path stream, String mapping) {
    this.stream = stream;
    this.mapping = fileNameOf(mapping);
  }

  /**
   * Notes that this mapping still needs this cycle and all after it. A mark further back that can't
   * be replaced, as on a full disk, protects them too.
   */
  void needs(int shard, int cycle) throws IOException {
    Path folder = stream.resolve(READERS).resolve(mapping);
    Path mark = folder.resolve(ShardFolder.nameOf(shard));
    int marked = read(mark, Integer.MAX_VALUE, 0);
    if (marked == cycle) {
      return;
    }
    try {
      Files.createDirectories(folder);
      replace(mark, cycle);
    } catch (IOException e) {
      if (marked > cycle) {
        throw e;
      }
    }
  }

  /** The lowest cycle that any mapping still needs; the highest int if none reads the shard. */
  int neededByAll(int shard) throws IOException {
    Path all = stream.resolve(READERS);
    int lowest = Integer.MAX_VALUE;
    if (Files.isDirectory(all)) {
      try (DirectoryStream<Path> mappings = Files.newDirectoryStream(all, Files::isDirectory)) {
        for (Path one : mappings) {
          lowest = Math.min(lowest, read(one.resolve(ShardFolder.nameOf(shard)), lowest, 0));
        }
      }
    }
    return lowest;
  }

  /** Notes, before files are removed, the highest cycle that is. */
  void removing(int shard, int cycle) throws IOException {
    Path folder = stream.resolve(REMOVED);
    Files.createDirectories(folder);
    replace(folder.resolve(ShardFolder.nameOf(shard)), cycle);
  }

  /** The highest cycle that retention has removed; -1: none. */
  int removed(int shard) throws IOException {
    return read(stream.resolve(REMOVED).resolve(ShardFolder.nameOf(shard)), -1, Integer.MAX_VALUE);
  }

  /** Removes this mapping's marks. */
  void forget() throws IOException {
    Path folder = stream.resolve(READERS).resolve(mapping);
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> marks = Files.newDirectoryStream(folder)) {
        for (Path mark : marks) {
          Files.deleteIfExists(mark);
        }
      }
      Files.deleteIfExists(folder);
    }
  }

  private static int read(Path file, int ifAbsent, int ifDamaged) throws IOException {
    if (!Files.exists(file)) {
      return ifAbsent;
    }
    try {
      return Integer.parseInt(Files.readString(file).strip());
    } catch (NumberFormatException e) {
      return ifDamaged;
    }
  }

  private static void replace(Path file, int cycle) throws IOException {
    Path draft = Files.createTempFile(file.getParent(), ".", ".tmp");
    try {
      Files.writeString(draft, cycle + "\n", StandardCharsets.US_ASCII);
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  /** A name that is safe as a folder's: everything but letters, digits, - and _ as %XX. */
  private static String fileNameOf(String mapping) {
    StringBuilder name = new StringBuilder();
    for (byte b : mapping.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      boolean plain = c < 128 && (Character.isLetterOrDigit(c) || c == '-' || c == '_');
      name.append(plain ? String.valueOf(c) : String.format(Locale.ROOT, "%%%02X", (int) c));
    }
    return name.toString();
  }
}
