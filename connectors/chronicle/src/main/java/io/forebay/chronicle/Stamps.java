/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.chronicle;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * A counter a shard in a file mapped by every process that appends or reads: bumped after each
 * append, so that a reader learns by one volatile read whether a fetch could find something new.
 *
 * <p>Order: an append publishes its message, then bumps. A reader reads the counter, then the
 * queue; if it found nothing, any message that it missed was published later, so its bump comes
 * later too. Foreign code that appends does not bump; the traits' idle pause covers it. Threads:
 * any.
 */
final class Stamps {

  static final String FILE = "stamps";
  private static final VarHandle LONG =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private final ByteBuffer counters;

  private Stamps(ByteBuffer counters) {
    this.counters = counters;
  }

  /** Maps the file, creating it first; empty if that can't be done, as in a read-only folder. */
  static Optional<Stamps> of(Path folder, int shards) {
    int size = shards * Long.BYTES;
    try (FileChannel channel =
        FileChannel.open(
            folder.resolve(FILE),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE)) {
      if (channel.size() < size) {
        // Written, not just grown: a hole in a full disk would fault when it is bumped.
        channel.write(ByteBuffer.allocate(size - (int) channel.size()), channel.size());
      }
      ByteBuffer mapped = channel.map(MapMode.READ_WRITE, 0, size).order(ByteOrder.nativeOrder());
      return Optional.of(new Stamps(mapped));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  long read(int shard) {
    return (long) LONG.getVolatile(counters, shard * Long.BYTES);
  }

  void bump(int shard) {
    LONG.getAndAdd(counters, shard * Long.BYTES, 1L);
  }
}
