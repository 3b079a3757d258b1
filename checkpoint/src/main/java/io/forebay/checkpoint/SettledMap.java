/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.checkpoint;

import java.util.BitSet;
import java.util.Optional;

/**
 * The places above a checkpoint's {@code reached} that are settled already, counted in shard order:
 * ordinal 0 is the record right after {@code reached}. Immutable.
 */
public final class SettledMap {

  /** Places a map may span at most; the engine looks ahead far less. */
  public static final int MAX_SPAN = 1 << 20;

  /** Nothing above reached is settled. */
  public static final SettledMap EMPTY = new SettledMap(new BitSet());

  private final BitSet ordinals;

  private SettledMap(BitSet ordinals) {
    this.ordinals = ordinals;
  }

  /**
   * A map of these ordinals; the set is copied.
   *
   * @throws IllegalArgumentException if it spans more than {@link #MAX_SPAN}
   */
  public static SettledMap of(BitSet ordinals) {
    if (ordinals.length() > MAX_SPAN) {
      throw new IllegalArgumentException(
          "A settled map spans at most " + MAX_SPAN + " places, not " + ordinals.length() + ".");
    }
    return ordinals.isEmpty() ? EMPTY : new SettledMap((BitSet) ordinals.clone());
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @return nothing when the bytes are damaged or written by a newer version; going on with {@link
   *     #EMPTY} is safe then, it costs duplicates only
   */
  public static Optional<SettledMap> decode(byte[] bytes) {
    return SettledMapCodec.decode(bytes).map(SettledMap::of);
  }

  /**
   * The map as bytes to be stored: versioned and with a checksum. Empty for the empty map, at most
   * an eighth of the span and five bytes more.
   */
  public byte[] encode() {
    return SettledMapCodec.encode(ordinals);
  }

  /** Whether nothing above reached is settled. */
  public boolean isEmpty() {
    return ordinals.isEmpty();
  }

  /** Whether the record this many places after {@code reached} (0: the next) is settled. */
  public boolean isSettled(int ordinal) {
    return ordinals.get(ordinal);
  }

  /** Number of ordinals up to and including the highest settled one. */
  public int span() {
    return ordinals.length();
  }

  /** Number of settled places. */
  public int count() {
    return ordinals.cardinality();
  }

  /** The ordinals, as a copy. */
  public BitSet toBitSet() {
    return (BitSet) ordinals.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SettledMap that && ordinals.equals(that.ordinals);
  }

  @Override
  public int hashCode() {
    return ordinals.hashCode();
  }

  @Override
  public String toString() {
    return ordinals.toString();
  }
}
