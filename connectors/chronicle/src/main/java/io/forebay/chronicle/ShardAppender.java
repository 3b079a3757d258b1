/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.chronicle;

import io.forebay.handler.Header;
import io.forebay.source.SourceException;
import io.forebay.source.SourceException.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.wire.DocumentContext;
import org.jspecify.annotations.Nullable;

/**
 * Appends to one shard. Threads: any; they take turns. Other processes may append beside it:
 * Chronicle's own lock in the queue's folder keeps them apart.
 *
 * <p>A full disk must show as an error, not as a fault of the mapped memory that ends the process:
 * before a message is put there, the file's next 64 KiB are written with zeros through a channel,
 * which fails cleanly. This is safe because nobody else writes behind the end while we hold
 * Chronicle's lock.
 */
final class ShardAppender implements AutoCloseable {

  private static final int RESERVE_STEP = 64 << 10;
  private static final long SPACE_FOR_NEW_FILE = 1 << 20;

  private final ReentrantLock turn = new ReentrantLock();
  private final ShardFolder folder;
  private final Path path;
  private final int longest;
  private final SingleChronicleQueue queue;
  private final ExcerptAppender appender;
  private final int indexBytes;
  private byte[] message = new byte[512];
  private @Nullable FileChannel channel;
  private int channelCycle = -1;
  private long reservedTo;
  private boolean unsynced;
  private final List<Path> finished = new ArrayList<>();

  ShardAppender(Path stream, int shard, StreamDescriptor descriptor) throws SourceException {
    this.folder = new ShardFolder(stream, shard, descriptor);
    this.path = stream.resolve(ShardFolder.nameOf(shard));
    this.longest = longestMessage(descriptor);
    lastFileMustBeWhole();
    this.queue = folder.open();
    this.indexBytes = queue.indexCount() * Long.BYTES + 1024;
    try {
      this.appender = queue.createAppender();
      this.appender.singleThreadedCheckDisabled(true);
    } catch (RuntimeException | InternalError e) {
      queue.close();
      throw folder.unavailable("can't be appended to", e);
    }
  }

  /** Appends and returns the message's index. */
  long append(ByteBuffer key, boolean keyed, ByteBuffer data, List<Header> headers, long ms)
      throws SourceException {
    long length = RecordLayout.lengthOf(keyed ? key.remaining() : 0, data.remaining(), headers);
    if (length > longest) {
      throw new SourceException(
          Kind.MISCONFIGURED,
          ("a record of " + length + " bytes does not fit stream " + path.getParent())
              + (", whose block size allows " + longest)
              + ": send less, or create the stream with a larger block size");
    }
    turn.lock();
    try {
      if (message.length < length) {
        message = new byte[(int) Math.min(longest, Math.max(length, message.length * 2L))];
      }
      RecordLayout.write(message, key, keyed, data, headers, ms);
      return put((int) length);
    } catch (IOException e) {
      throw full(e);
    } catch (RuntimeException | InternalError e) {
      throw folder.unavailable("can't be appended to", e);
    } finally {
      turn.unlock();
    }
  }

  /** Returns when all that was appended through this object is on the disk. */
  void sync() throws SourceException {
    turn.lock();
    try {
      FileChannel open = channel;
      if (unsynced && open != null) {
        for (Path file : finished) {
          force(file, StandardOpenOption.WRITE);
        }
        open.force(true);
        force(path, StandardOpenOption.READ);
        finished.clear();
        unsynced = false;
      }
    } catch (IOException e) {
      throw folder.unavailable("can't be written to disk", e);
    } finally {
      turn.unlock();
    }
  }

  /**
   * The longest message that Chronicle takes: the overlap of two mapped chunks, less its header.
   */
  static int longestMessage(StreamDescriptor descriptor) {
    return descriptor.blockSize() / 4 - 64;
  }

  @Override
  public void close() {
    turn.lock();
    try {
      appender.close();
      queue.close();
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      // nothing is lost: the messages are in the page cache
    } finally {
      turn.unlock();
    }
  }

  private long put(int length) throws IOException {
    int now = queue.cycle();
    if (now != channelCycle) {
      spaceForNewFile();
    }
    DocumentContext document = appender.writingDocument();
    try {
      Bytes<?> bytes = document.wire().bytes();
      reserve(bytes.writePosition() + length + indexBytes, bytes.writePosition());
      bytes.write(message, 0, length);
    } catch (IOException | RuntimeException | InternalError e) {
      document.rollbackOnClose();
      throw e;
    } finally {
      document.close();
    }
    unsynced = true;
    return appender.lastIndexAppended();
  }

  private void reserve(long end, long written) throws IOException {
    if (appender.cycle() != channelCycle) {
      enter(appender.cycle());
    }
    FileChannel open = channel;
    if (end > reservedTo && open != null) {
      long from = Math.max(reservedTo, written);
      long to = (end / RESERVE_STEP + 1) * RESERVE_STEP;
      ByteBuffer zeros = ByteBuffer.allocate((int) (to - from));
      while (zeros.hasRemaining()) {
        from += open.write(zeros, from);
      }
      reservedTo = to;
    }
  }

  private void enter(int cycle) throws IOException {
    FileChannel old = channel;
    if (old != null) {
      old.close();
      if (unsynced) {
        finished.add(folder.file(channelCycle));
      }
    }
    channel = FileChannel.open(folder.file(cycle), StandardOpenOption.WRITE);
    channelCycle = cycle;
    reservedTo = 0;
  }

  private static void force(Path fileOrFolder, StandardOpenOption option) throws IOException {
    try (FileChannel opened = FileChannel.open(fileOrFolder, option)) {
      opened.force(true);
    } catch (NoSuchFileException e) {
      // retention has removed it
    }
  }

  /** A new file is laid out by Chronicle itself, in mapped memory. */
  private void spaceForNewFile() throws IOException {
    if (Files.getFileStore(path).getUsableSpace() < SPACE_FOR_NEW_FILE + indexBytes * 2L) {
      throw new IOException("No space left on device");
    }
  }

  private void lastFileMustBeWhole() throws SourceException {
    try {
      Files.createDirectories(path);
    } catch (IOException e) {
      throw folder.unavailable("can't be created", e);
    }
    int[] cycles = folder.cycles();
    if (cycles.length > 0) {
      folder.inspect(cycles[cycles.length - 1]);
    }
  }

  private SourceException full(IOException cause) {
    return new SourceException(
        Kind.UNAVAILABLE,
        "shard " + path + " can't be appended to (" + cause.getMessage() + "): free disk space",
        cause);
  }
}
