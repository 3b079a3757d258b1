/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.chronicle;

import io.forebay.source.SourceException;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a stream is to be like. Used when the stream is created; for one that exists, an option that
 * is given must agree with it.
 *
 * @param shards how many queues, 1 to 4,096; 4 if not given
 * @param rollCycle Chronicle Queue's name of how often a queue begins a new file; FAST_DAILY if not
 *     given
 * @param blockSize bytes mapped at a time, a multiple of 64 KiB; a record may have a quarter of it;
 *     16 MiB if not given
 */
public record StreamOptions(OptionalInt shards, Optional<String> rollCycle, OptionalInt blockSize) {

  static final int MAX_SHARDS = 4096;
  static final int DEFAULT_SHARDS = 4;
  static final int DEFAULT_BLOCK_SIZE = 16 << 20;

  /** A stream as it is, or with all defaults. */
  public static StreamOptions defaults() {
    return new StreamOptions(OptionalInt.empty(), Optional.empty(), OptionalInt.empty());
  }

  /** With this many shards. */
  public static StreamOptions shards(int shards) {
    return new StreamOptions(OptionalInt.of(shards), Optional.empty(), OptionalInt.empty());
  }

  /** The same with this roll cycle. */
  public StreamOptions rollCycle(String name) {
    return new StreamOptions(shards, Optional.of(name), blockSize);
  }

  /** The same with this block size in bytes. */
  public StreamOptions blockSize(int bytes) {
    return new StreamOptions(shards, rollCycle, OptionalInt.of(bytes));
  }

  StreamDescriptor describe() throws SourceException {
    int count = shards.orElse(DEFAULT_SHARDS);
    int block = blockSize.orElse(DEFAULT_BLOCK_SIZE);
    if (count < 1 || count > MAX_SHARDS || block < 1 << 16 || block % (1 << 16) != 0) {
      throw new SourceException(
          SourceException.Kind.MISCONFIGURED,
          "a stream needs 1 to "
              + MAX_SHARDS
              + " shards and a block size that is a multiple of 64 KiB, not "
              + count
              + " and "
              + block);
    }
    Rolling rolling = Rolling.named(rollCycle.orElse(Rolling.FAST_DAILY.name()));
    return new StreamDescriptor(count, rolling, block);
  }
}
