/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.source;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The hash that places a partition key: Murmur3, 32 bits, x86 variant, seed 0, over the key's bytes
 * (text keys as UTF-8).
 *
 * <p>It is part of the stored format: streams of our own pick the shard by {@link #shardOf}, and
 * the engine the key slot by the hash's low ten bits. The shard comes from the hash's high bits, so
 * that the keys of one shard still spread over all slots.
 *
 * <p>Test vectors: no bytes give {@code 0x00000000}, {@code "a"} gives {@code 0x3c2569b2}, {@code
 * "abc"} gives {@code 0xb3dd93fa}, {@code "hello"} gives {@code 0x248bfa47}.
 *
 * <p>Threads: any; there is no state.
 */
public final class KeyHash {

  private static final int C1 = 0xcc9e2d51;
  private static final int C2 = 0x1b873593;

  private KeyHash() {}

  /** The hash of these bytes. */
  public static int murmur3_32(byte[] key) {
    return murmur3_32(ByteBuffer.wrap(key));
  }

  /** The hash of the buffer's remaining bytes; its position stays where it is. */
  public static int murmur3_32(ByteBuffer key) {
    ByteBuffer bytes =
        key.order() == ByteOrder.LITTLE_ENDIAN
            ? key
            : key.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    int start = bytes.position();
    int length = bytes.remaining();
    int whole = length & ~3;
    int hash = 0;
    for (int i = 0; i < whole; i += 4) {
      hash ^= mixed(bytes.getInt(start + i));
      hash = Integer.rotateLeft(hash, 13) * 5 + 0xe6546b64;
    }
    int rest = 0;
    for (int i = length - 1; i >= whole; i--) {
      rest = rest << 8 | (bytes.get(start + i) & 0xff);
    }
    hash ^= mixed(rest);
    return avalanched(hash ^ length);
  }

  /**
   * The shard, from 0, that a key belongs to.
   *
   * @param key the key's bytes
   * @param shards how many shards there are, at least 1
   */
  public static int shardOf(byte[] key, int shards) {
    return shardOf(murmur3_32(key), shards);
  }

  /**
   * The shard, from 0, that a key with this hash belongs to: the hash, taken as unsigned, times
   * {@code shards}, divided by 2^32.
   */
  public static int shardOf(int hash, int shards) {
    return (int) (((hash & 0xffffffffL) * shards) >>> 32);
  }

  private static int mixed(int block) {
    return Integer.rotateLeft(block * C1, 15) * C2;
  }

  private static int avalanched(int hash) {
    int h = hash;
    h = (h ^ h >>> 16) * 0x85ebca6b;
    h = (h ^ h >>> 13) * 0xc2b2ae35;
    return h ^ h >>> 16;
  }
}
