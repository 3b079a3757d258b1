/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.chronicle;

import io.forebay.handler.SourceRecord;
import io.forebay.source.SourceException;
import io.forebay.source.SourceException.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.core.UnsafeMemory;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.queue.impl.ExcerptContext;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import org.jspecify.annotations.Nullable;

/**
 * A place in a shard that walks over the mapped messages itself.
 *
 * <p>Chronicle's tailer opens files and finds messages by index; between those, a message is a
 * header (4 bytes: length, and flags for metadata, incomplete, end of file) and its bytes, aligned
 * to 4. Walking them directly leaves out the tailer's work a message, and an idle look costs one
 * volatile read. Confined to the reader's thread.
 */
final class ShardCursor implements AutoCloseable {

  private static final int METADATA = 0x40000000;
  private static final int LENGTH = 0x3FFFFFFF;
  private static final int NO_CYCLE = -1;
  private static final UnsafeMemory MEMORY = UnsafeMemory.MEMORY;

  private final ShardFolder folder;
  private final SingleChronicleQueue queue;
  private @Nullable ExcerptTailer opened;

  private int cycle = NO_CYCLE;
  private long nextIndex;
  private long position;
  private long addressOfZero;
  private long chunkStart;
  private long chunkSafeEnd;
  private long chunkEnd;
  private long bytesRead;

  ShardCursor(ShardFolder folder, SingleChronicleQueue queue) {
    this.folder = folder;
    this.queue = queue;
  }

  /** The index of the next message, or a lower bound of it while there is none. */
  long nextIndex() {
    return nextIndex;
  }

  /** Bytes of the records that the last {@link #read} returned. */
  long bytesRead() {
    return bytesRead;
  }

  boolean isInFile() {
    return cycle != NO_CYCLE;
  }

  /** Waits for the first message that has this index or a higher one. */
  void waitFrom(long index) {
    cycle = NO_CYCLE;
    nextIndex = index;
  }

  /** Goes to the start of a cycle; false if its file can't be read yet. */
  boolean toCycle(int target) throws SourceException {
    if (folder.inspect(target).state() == CycleFile.State.UNBORN) {
      return false;
    }
    try {
      ExcerptTailer tailer = tailer();
      if (!tailer.moveToCycle(target)) {
        queue.refreshDirectoryListing();
        if (!tailer.moveToCycle(target)) {
          return false;
        }
      }
    } catch (RuntimeException | InternalError e) {
      throw broken(target, e);
    }
    enter(target, folder.rollCycle().toIndex(target, 0), 0);
    return true;
  }

  /** Goes to right after a message; false if there is no such message. */
  boolean toAfter(long index) throws SourceException {
    int target = folder.rollCycle().toCycle(index);
    if (!toCycle(target)) {
      return false;
    }
    try {
      if (!tailer().moveToIndex(index)) {
        return false;
      }
      long at = aligned(wireBytes().readPosition());
      enter(target, index, at);
      int header = headerHere();
      while (header > 0 && (header & METADATA) != 0) {
        // At the start of a file the tailer may stand before the metadata.
        position = after(header);
        header = headerHere();
      }
      position = after(header);
      nextIndex = index + 1;
      return true;
    } catch (RuntimeException | InternalError e) {
      throw broken(target, e);
    }
  }

  /** Goes to right before a message, which must be in the file of {@link #toCycle}. */
  boolean toIndex(long index) throws SourceException {
    long sequence = folder.rollCycle().toSequenceNumber(index);
    return sequence == 0 ? toCycle(folder.rollCycle().toCycle(index)) : toAfter(index - 1);
  }

  /** Goes to the end of a cycle's file: what is appended next is read next. */
  boolean toEndOf(int target) throws SourceException {
    if (!toCycle(target)) {
      return false;
    }
    long last = folder.inspect(target).lastMessageAt();
    if (last == 0) {
      return true;
    }
    long count = tailer().excerptsInCycle(target);
    return toCycle(target) && (count <= 0 || toAfter(nextIndex + count - 1));
  }

  /** Whether something lies at this place, seen without I/O. */
  boolean sees() {
    return cycle != NO_CYCLE && position < chunkSafeEnd && headerAtPosition() != 0;
  }

  /**
   * Reads messages into {@code records}, from 0.
   *
   * @return how many there are now
   */
  int read(SourceRecord[] records, int max, long maxBytes) throws SourceException {
    bytesRead = 0;
    try {
      return walk(records, max, maxBytes);
    } catch (RuntimeException | InternalError e) {
      throw broken(cycle, e);
    }
  }

  @Override
  public void close() {
    cycle = NO_CYCLE;
    if (opened != null) {
      opened.close();
    }
  }

  private int walk(SourceRecord[] records, int max, long maxBytes) throws SourceException {
    int count = 0;
    while (count < max) {
      int header = cycle == NO_CYCLE ? 0 : headerHere();
      if (header <= 0) {
        // Nothing yet, or not complete (both top bits: the end of the file).
        if (!toNextFile(header)) {
          break;
        }
      } else if ((header & METADATA) != 0) {
        position = after(header);
      } else {
        if (count > 0 && bytesRead + Math.max(0, header - RecordLayout.KEY) > maxBytes) {
          break;
        }
        ChronicleRecord next = take(header);
        bytesRead += next.size();
        records[count++] = next;
      }
    }
    return count;
  }

  private ChronicleRecord take(int length) throws SourceException {
    byte[] message;
    long start = position + 4;
    if (start + length <= chunkEnd) {
      message = new byte[length];
      MEMORY.readBytes(addressOfZero + start, message, 0, length);
    } else {
      message = readFromFile(start, length);
    }
    if (!RecordLayout.isOurs(message)) {
      message = RecordLayout.around(message, bestKnownTime());
    }
    position = aligned(start + length);
    return new ChronicleRecord(message, nextIndex++);
  }

  /** What somebody else appended carries no time of ours: now, or when its file was finished. */
  private long bestKnownTime() {
    return Math.min(System.currentTimeMillis(), folder.endOf(cycle));
  }

  /** Goes on with the next file if there is one. */
  private boolean toNextFile(int header) throws SourceException {
    if (header == 0 && cycle != NO_CYCLE && System.currentTimeMillis() < folder.endOf(cycle)) {
      // There is none before this one's time is over: spares an idle look the folder.
      return false;
    }
    int floor = cycle == NO_CYCLE ? folder.rollCycle().toCycle(nextIndex) : cycle + 1;
    for (int candidate : folder.cycles()) {
      if (candidate >= floor) {
        // An appender leaves a file before it begins the next: look at the old one once more.
        if ((cycle != NO_CYCLE && headerHere() > 0) || toCycle(candidate)) {
          return true;
        }
      }
    }
    return false;
  }

  /** The tailer, which opens the oldest file as soon as it is made: so that is looked at first. */
  private ExcerptTailer tailer() throws SourceException {
    ExcerptTailer tailer = opened;
    if (tailer == null) {
      folder.inspect(folder.cycles()[0]);
      tailer = queue.createTailer();
      tailer.singleThreadedCheckDisabled(true);
      opened = tailer;
    }
    return tailer;
  }

  private int headerHere() {
    if (position >= chunkSafeEnd || position < chunkStart) {
      map();
    }
    return headerAtPosition();
  }

  private int headerAtPosition() {
    return MEMORY.readVolatileInt(addressOfZero + position);
  }

  private void enter(int newCycle, long index, long newPosition) {
    cycle = newCycle;
    nextIndex = index;
    position = newPosition;
    map();
  }

  private void map() {
    Bytes<?> bytes = wireBytes();
    addressOfZero = bytes.addressForRead(position) - position;
    var chunk = bytes.bytesStore();
    chunkStart = chunk.start();
    chunkSafeEnd = chunk.safeLimit();
    chunkEnd = chunk.capacity();
  }

  private Bytes<?> wireBytes() {
    var wire = opened == null ? null : ((ExcerptContext) opened).wire();
    if (wire == null) {
      throw new IllegalStateException("no file is open");
    }
    return wire.bytes();
  }

  /** For a message larger than what is mapped at once: its writer maps more than we do. */
  private byte[] readFromFile(long start, int length) throws SourceException {
    try (FileChannel channel = FileChannel.open(folder.file(cycle), StandardOpenOption.READ)) {
      if (start + length <= channel.size()) {
        ByteBuffer message = ByteBuffer.allocate(length);
        while (message.hasRemaining() && channel.read(message, start + message.position()) > 0) {
          // until it is full
        }
        return message.array();
      }
    } catch (IOException e) {
      throw folder.unavailable("can't be read", e);
    }
    throw broken(cycle, new IOException("a message's length is beyond the end of the file"));
  }

  private SourceException broken(int where, Throwable cause) {
    return new SourceException(
        Kind.CORRUPT,
        ("queue file " + folder.file(Math.max(0, where)) + " can't be read (" + cause + ")")
            + ": it is damaged or was cut while in use; restore it or move it away",
        cause);
  }

  private long after(int header) {
    return aligned(position + 4 + (header & LENGTH));
  }

  private static long aligned(long offset) {
    return (offset + 3) & ~3L;
  }
}
