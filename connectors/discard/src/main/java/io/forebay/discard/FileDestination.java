/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.discard;

import io.forebay.source.FailedBatch;
import io.forebay.source.FailureDestination;
import io.forebay.source.SourceException;
import io.forebay.source.SourceException.Kind;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/**
 * Keeps discard entries as JSON Lines in a file.
 *
 * <p>An entry is forced to the disk (fsync) before {@link #send} returns. Whatever is left of an
 * interrupted write is cut off before the next, so the file holds whole lines only. Several
 * destinations and processes may share a file: a lock file beside it keeps them apart. When the
 * next line would make the file longer than its limit, it is renamed to the same name with the next
 * number, and a new one begun.
 */
final class FileDestination implements FailureDestination {

  private static final long LOCK_PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final long LOCK_PAUSE_MS = 2;

  private final Path file;
  private final Path folder;
  private final long maxFileSize;
  private final OptionalInt maxFiles;
  private final FileChannel lock;

  FileDestination(Path file, long maxFileSize, OptionalInt maxFiles) throws SourceException {
    this.file = file.toAbsolutePath();
    Path parent = this.file.getParent();
    this.folder = parent == null ? this.file : parent;
    this.maxFileSize = maxFileSize;
    this.maxFiles = maxFiles;
    try {
      Files.createDirectories(folder);
      Path lockFile = folder.resolve("." + this.file.getFileName() + ".lock");
      this.lock = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw complaint(Kind.MISCONFIGURED, e);
    }
    mendOrClose();
  }

  @Override
  public String name() {
    return "file:" + file;
  }

  @Override
  public void send(FailedBatch batch) throws SourceException {
    byte[] line = DiscardEntry.toJson(batch);
    try {
      underLock(() -> append(line));
    } catch (LineFile.NotOurs e) {
      throw complaint(Kind.MISCONFIGURED, e);
    } catch (IOException e) {
      throw complaint(Kind.UNAVAILABLE, e);
    }
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      // every entry is on the disk already
    }
  }

  private void mendOrClose() throws SourceException {
    try {
      underLock(
          () -> {
            LineFile.mend(file);
            LineFile.forceFolder(folder);
          });
    } catch (IOException e) {
      close();
      throw complaint(Kind.MISCONFIGURED, e);
    }
  }

  private void append(byte[] line) throws IOException {
    long size = LineFile.mend(file);
    if (size > 0 && size + line.length + 1 > maxFileSize) {
      rotate();
      size = 0;
    }
    LineFile.append(file, line);
    if (size == 0) {
      LineFile.forceFolder(folder);
    }
  }

  private void rotate() throws IOException {
    List<Integer> numbers = rotated();
    int last = numbers.isEmpty() ? 0 : numbers.get(numbers.size() - 1);
    Files.move(file, numbered(last + 1));
    numbers.add(last + 1);
    // the one that is written counts too
    while (maxFiles.isPresent() && numbers.size() > maxFiles.getAsInt() - 1) {
      Files.deleteIfExists(numbered(numbers.remove(0)));
    }
    LineFile.forceFolder(folder);
  }

  private Path numbered(int number) {
    return folder.resolve(file.getFileName() + "." + number);
  }

  /** The numbers of the files written before, ascending. */
  private List<Integer> rotated() throws IOException {
    String prefix = file.getFileName() + ".";
    List<Integer> numbers = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path one : files) {
        String name = one.getFileName().toString();
        String rest = name.startsWith(prefix) ? name.substring(prefix.length()) : "";
        if (rest.matches("[1-9]\\d{0,8}")) {
          numbers.add(Integer.parseInt(rest));
        }
      }
    }
    Collections.sort(numbers);
    return numbers;
  }

  private void underLock(Work work) throws IOException {
    FileLock held = locked();
    try {
      work.run();
    } finally {
      held.release();
    }
  }

  private FileLock locked() throws IOException {
    long start = System.nanoTime();
    while (true) {
      Optional<FileLock> held = tryLock();
      if (held.isPresent()) {
        return held.get();
      }
      if (System.nanoTime() - start > LOCK_PATIENCE_NANOS) {
        throw new IOException("somebody else has held its lock for 10 seconds");
      }
      try {
        Thread.sleep(LOCK_PAUSE_MS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted while waiting for its lock", e);
      }
    }
  }

  private Optional<FileLock> tryLock() throws IOException {
    try {
      return Optional.ofNullable(lock.tryLock());
    } catch (OverlappingFileLockException e) {
      // another destination of this process has it
      return Optional.empty();
    }
  }

  private SourceException complaint(Kind kind, IOException cause) {
    return new SourceException(
        kind,
        ("discard file " + file + " can't be written (" + cause.getMessage() + ")")
            + ": check its path, rights and disk space",
        cause);
  }

  /** What is done while nobody else touches the file. */
  private interface Work {
    void run() throws IOException;
  }
}
