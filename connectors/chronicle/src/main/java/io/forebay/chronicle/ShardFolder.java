/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.chronicle;

import io.forebay.source.SourceException;
import io.forebay.source.SourceException.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Locale;
import net.openhft.chronicle.queue.RollCycle;
import net.openhft.chronicle.queue.impl.RollingResourcesCache;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import org.jspecify.annotations.Nullable;

/**
 * One shard's folder: the queue's files, seen without opening the queue.
 *
 * <p>Threads: one at a time; each reader and appender has its own.
 */
final class ShardFolder {

  private static final String SUFFIX = SingleChronicleQueue.SUFFIX;
  private static final long TIMEOUT_MS = 2_000;

  private final Path folder;
  private final StreamDescriptor descriptor;
  private final RollingResourcesCache names;
  private int[] cycles = {};
  private long listedAtMtime = Long.MIN_VALUE;

  ShardFolder(Path stream, int shard, StreamDescriptor descriptor) {
    Quiet.please();
    this.folder = stream.resolve(nameOf(shard));
    this.descriptor = descriptor;
    this.names =
        new RollingResourcesCache(
            descriptor.rolling().cycle(),
            0,
            name -> folder.resolve(name + SUFFIX).toFile(),
            file -> file.getName().substring(0, file.getName().length() - SUFFIX.length()));
  }

  static String nameOf(int shard) {
    return String.format(Locale.ROOT, "shard-%04d", shard);
  }

  /** The number in a shard's name; -1 if it is not one. */
  static int numberOf(String name) {
    return name.matches("shard-\\d{4}") ? Integer.parseInt(name.substring(6)) : -1;
  }

  RollCycle rollCycle() {
    return descriptor.rolling().cycle();
  }

  Path file(int cycle) {
    return names.resourceFor(cycle).path.toPath();
  }

  /** The cycle that appends go to at this time (ms since the epoch). */
  int cycleAt(long ms) {
    return rollCycle().current(() -> ms, 0);
  }

  /** When a cycle ends, in ms since the epoch. */
  long endOf(int cycle) {
    return (cycle + 1L) * rollCycle().lengthInMillis();
  }

  /** Opens the queue, after looking whether its files are fit to be mapped. */
  SingleChronicleQueue open() throws SourceException {
    cycles();
    try {
      Path metadata = folder.resolve("metadata.cq4t");
      if (Files.exists(metadata) && isDamaged(metadata)) {
        throw new SourceException(
            Kind.CORRUPT,
            "queue file "
                + metadata
                + " is damaged: stop what appends to the stream and delete the file; it is made"
                + " again from the others");
      }
      return SingleChronicleQueueBuilder.binary(folder)
          .rollCycle(rollCycle())
          .blockSize(descriptor.blockSize())
          .timeoutMS(TIMEOUT_MS)
          .build();
    } catch (IOException | RuntimeException | InternalError e) {
      throw unavailable("can't be opened", e);
    }
  }

  /** The cycles there are files of, ascending; listed again only when the folder has changed. */
  int[] cycles() throws SourceException {
    try {
      long mtime = Files.getLastModifiedTime(folder).toMillis();
      if (mtime != listedAtMtime) {
        cycles = list();
        // A folder that has just changed may change again without its time showing it.
        listedAtMtime = System.currentTimeMillis() - mtime > 1_000 ? mtime : Long.MIN_VALUE;
      }
      return cycles;
    } catch (NoSuchFileException e) {
      return new int[0];
    } catch (IOException e) {
      throw unavailable("can't be listed", e);
    }
  }

  /** What this cycle's file is, or a complaint if it can't be read. */
  CycleFile inspect(int cycle) throws SourceException {
    Path file = file(cycle);
    CycleFile head;
    try {
      head = CycleFile.inspect(file);
    } catch (IOException e) {
      throw unavailable("can't be read at " + file.getFileName(), e);
    }
    return switch (head.state()) {
      case WHOLE, UNBORN -> head;
      case TRUNCATED ->
          throw new SourceException(
              Kind.CORRUPT,
              "queue file "
                  + file
                  + " ends before its last message does: restore it, or move it away to go on with"
                  + " the next file");
      case FOREIGN ->
          throw new SourceException(
              Kind.CORRUPT,
              "file "
                  + file
                  + " is not a Chronicle queue file: move it out of the stream's folder");
    };
  }

  SourceException unavailable(String what, @Nullable Throwable cause) {
    return new SourceException(
        Kind.UNAVAILABLE,
        "shard " + folder + " " + what + " (" + cause + "): check its rights, disk and files",
        cause == null ? new IOException(what) : cause);
  }

  @Override
  public String toString() {
    return folder.toString();
  }

  private int[] list() throws IOException, SourceException {
    int[] found = new int[16];
    int count = 0;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
      for (Path file : files) {
        found = count == found.length ? Arrays.copyOf(found, count * 2) : found;
        found[count++] = cycleOf(file);
      }
    }
    int[] sorted = Arrays.copyOf(found, count);
    Arrays.sort(sorted);
    return sorted;
  }

  private int cycleOf(Path file) throws SourceException {
    String name = file.getFileName().toString();
    try {
      return names.parseCount(name.substring(0, name.length() - SUFFIX.length()));
    } catch (RuntimeException e) {
      String why =
          e.getCause() instanceof DateTimeParseException
              ? "its name does not fit the roll cycle " + descriptor.rolling()
              : e.toString();
      throw new SourceException(
          Kind.CORRUPT,
          "file " + file + " is not one of this queue (" + why + "): move it out of the folder",
          e);
    }
  }

  private static boolean isDamaged(Path metadata) throws IOException {
    byte[] head = new byte[32];
    try (var in = Files.newInputStream(metadata)) {
      in.readNBytes(head, 0, head.length);
    }
    boolean unborn = (head[0] | head[1] | head[2] | head[3]) == 0;
    return !unborn && !new String(head, StandardCharsets.ISO_8859_1).contains("STStore");
  }
}
