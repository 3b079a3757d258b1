/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.chronicle;

import io.forebay.handler.Header;
import io.forebay.source.KeyHash;
import io.forebay.source.SourceException;
import io.forebay.source.SourceException.Kind;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * A stream on this machine's disk, to append to: a folder of N Chronicle queues, its shards.
 *
 * <p>The same key always goes to the same shard ({@link KeyHash#shardOf}); records without a key go
 * round robin. Any number of threads and processes may append while others read.
 *
 * <p>An append is seen by readers when it returns, and survives the end of the process; it survives
 * a loss of power only after {@link #sync}. Closing twice is harmless.
 */
public final class ChronicleStream implements AutoCloseable {

  private static final ByteBuffer NONE = ByteBuffer.allocate(0);

  private final Path folder;
  private final StreamDescriptor descriptor;
  private final @Nullable Stamps stamps;
  private final AtomicReferenceArray<@Nullable ShardAppender> appenders;
  private final AtomicInteger round = new AtomicInteger();
  private volatile boolean closed;

  private ChronicleStream(Path folder, StreamDescriptor descriptor) {
    this.folder = folder;
    this.descriptor = descriptor;
    this.stamps = Stamps.of(folder, descriptor.shards()).orElse(null);
    this.appenders = new AtomicReferenceArray<>(descriptor.shards());
  }

  /**
   * Opens a stream, creating it if there is none.
   *
   * @param folder the stream's folder
   * @param options what it is to be like
   * @throws SourceException if it exists and differs from the options, or can't be read or created
   */
  public static ChronicleStream openOrCreate(Path folder, StreamOptions options)
      throws SourceException {
    Quiet.please();
    StreamDescriptor wanted = options.describe();
    StreamDescriptor descriptor =
        StreamDescriptor.existsIn(folder) ? StreamDescriptor.load(folder) : wanted.create(folder);
    descriptor.mustAgree(options, folder);
    return new ChronicleStream(folder, descriptor);
  }

  /**
   * Opens a stream that exists.
   *
   * @throws SourceException if there is none, or it can't be read
   */
  public static ChronicleStream open(Path folder) throws SourceException {
    if (!StreamDescriptor.existsIn(folder)) {
      throw new SourceException(
          Kind.MISCONFIGURED,
          "there is no Chronicle stream in " + folder + ": check the path, or create it first");
    }
    return openOrCreate(folder, StreamOptions.defaults());
  }

  /** The stream's folder. */
  public Path folder() {
    return folder;
  }

  /** How many shards it has. */
  public int shards() {
    return descriptor.shards();
  }

  /** Appends a record with a text key and the present time; see the longest form. */
  public long append(String key, byte[] data) throws SourceException {
    return append(key.getBytes(StandardCharsets.UTF_8), data, List.of(), now());
  }

  /**
   * Appends a record with a key.
   *
   * @param key its bytes; none is a key too
   * @param data the payload
   * @param headers in this order; names may repeat
   * @param timestamp when the record arrived, in milliseconds since the epoch
   * @return the record's index in the queue of its shard
   * @throws SourceException of kind {@code MISCONFIGURED} if it is too large for the stream, {@code
   *     UNAVAILABLE} if the disk is full or can't be written; nothing is appended then
   */
  public long append(byte[] key, byte[] data, List<Header> headers, long timestamp)
      throws SourceException {
    int shard = KeyHash.shardOf(key, shards());
    return put(shard, Optional.of(ByteBuffer.wrap(key)), ByteBuffer.wrap(data), headers, timestamp);
  }

  /** Appends a record without a key and with the present time. */
  public long append(byte[] data) throws SourceException {
    return append(data, List.of(), now());
  }

  /** Appends a record without a key, to the shards in turn; see the form with a key. */
  public long append(byte[] data, List<Header> headers, long timestamp) throws SourceException {
    int shard = Math.floorMod(round.getAndIncrement(), shards());
    return put(shard, Optional.empty(), ByteBuffer.wrap(data), headers, timestamp);
  }

  /**
   * Returns when everything that was appended through this object is on the disk: each shard's file
   * is forced (fsync), and so is the folder's entry of it. What other processes appended before to
   * the same files is then there too.
   */
  public void sync() throws SourceException {
    for (int shard = 0; shard < shards(); shard++) {
      ShardAppender appender = appenders.get(shard);
      if (appender != null) {
        appender.sync();
      }
    }
  }

  /** The longest data that fits into a record without key and headers, in bytes. */
  public int longestData() {
    return ShardAppender.longestMessage(descriptor) - RecordLayout.KEY;
  }

  /** Opens the first shard for appending, so that a fault shows now. */
  void mustTakeRecords() throws SourceException {
    appender(0);
  }

  StreamDescriptor descriptor() {
    return descriptor;
  }

  Optional<Stamps> stamps() {
    return Optional.ofNullable(stamps);
  }

  @Override
  public void close() {
    closed = true;
    for (int shard = 0; shard < shards(); shard++) {
      ShardAppender appender = appenders.getAndSet(shard, null);
      if (appender != null) {
        appender.close();
      }
    }
  }

  @Override
  public String toString() {
    return "stream " + folder;
  }

  private long put(
      int shard, Optional<ByteBuffer> key, ByteBuffer data, List<Header> headers, long timestamp)
      throws SourceException {
    long index =
        appender(shard).append(key.orElse(NONE), key.isPresent(), data, headers, timestamp);
    if (stamps != null) {
      stamps.bump(shard);
    }
    return index;
  }

  private ShardAppender appender(int shard) throws SourceException {
    ShardAppender appender = appenders.get(shard);
    if (appender != null) {
      return appender;
    }
    if (closed) {
      throw new IllegalStateException(this + " is closed");
    }
    ShardAppender fresh = new ShardAppender(folder, shard, descriptor);
    if (appenders.compareAndSet(shard, null, fresh)) {
      return fresh;
    }
    fresh.close();
    return appender(shard);
  }

  private static long now() {
    return System.currentTimeMillis();
  }
}
