/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.checkpoint;

import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The stored form of a {@link SettledMap}: one byte for version and form, four bytes CRC32C of that
 * byte and the body, then the body. No bytes at all is the empty map.
 *
 * <p>The body is plain bits (ordinal 0 is the lowest bit of the first byte) or the lengths of runs
 * as varints (unsettled, settled, unsettled, ..., settled; only the first may be 0), whichever is
 * smaller. So a map is never larger than its span in bits plus {@link #HEADER} bytes.
 */
final class SettledMapCodec {

  /** Bytes before the body. */
  static final int HEADER = 5;

  private static final byte BITS_V1 = 0x11;
  private static final byte RUNS_V1 = 0x12;

  private SettledMapCodec() {}

  static byte[] encode(BitSet ordinals) {
    if (ordinals.isEmpty()) {
      return new byte[0];
    }
    byte[] bits = ordinals.toByteArray();
    var runs = ByteBuffer.allocate(bits.length);
    return putRuns(ordinals, runs)
        ? frame(RUNS_V1, runs.array(), runs.position())
        : frame(BITS_V1, bits, bits.length);
  }

  /** The ordinals; nothing when the bytes are damaged or of a version not known here. */
  static Optional<BitSet> decode(byte[] bytes) {
    if (bytes.length == 0) {
      return Optional.of(new BitSet());
    }
    if (bytes.length <= HEADER || ByteBuffer.wrap(bytes).getInt(1) != crc(bytes)) {
      return Optional.empty();
    }
    var body = ByteBuffer.wrap(bytes, HEADER, bytes.length - HEADER);
    return switch (bytes[0]) {
      case BITS_V1 -> withinLimit(BitSet.valueOf(body));
      case RUNS_V1 -> takeRuns(body);
      default -> Optional.empty();
    };
  }

  /** Writes the runs; false when they take as much room as the bits, which fill the buffer. */
  private static boolean putRuns(BitSet ordinals, ByteBuffer runs) {
    int end = 0;
    int start = ordinals.nextSetBit(0);
    while (start >= 0) {
      int next = ordinals.nextClearBit(start);
      if (!putVarint(start - end, runs) || !putVarint(next - start, runs)) {
        return false;
      }
      end = next;
      start = ordinals.nextSetBit(end);
    }
    return runs.hasRemaining();
  }

  private static boolean putVarint(int value, ByteBuffer out) {
    int rest = value;
    while (out.hasRemaining()) {
      if (rest < 0x80) {
        out.put((byte) rest);
        return true;
      }
      out.put((byte) (rest | 0x80));
      rest >>>= 7;
    }
    return false;
  }

  private static Optional<BitSet> takeRuns(ByteBuffer runs) {
    var ordinals = new BitSet();
    int end = 0;
    while (runs.hasRemaining()) {
      int start = end + takeVarint(runs);
      int next = start + takeVarint(runs);
      boolean first = end == 0;
      if (next > SettledMap.MAX_SPAN || next <= start || (start <= end && !first)) {
        return Optional.empty();
      }
      ordinals.set(start, next);
      end = next;
    }
    return Optional.of(ordinals);
  }

  /** The next number; one beyond every limit, twice addable to an ordinal, when it is broken. */
  private static int takeVarint(ByteBuffer in) {
    int value = 0;
    for (int shift = 0; shift < 28 && in.hasRemaining(); shift += 7) {
      int next = in.get();
      value |= (next & 0x7f) << shift;
      if (next >= 0) {
        return Math.min(value, SettledMap.MAX_SPAN + 1);
      }
    }
    return SettledMap.MAX_SPAN + 1;
  }

  private static Optional<BitSet> withinLimit(BitSet ordinals) {
    return ordinals.length() > SettledMap.MAX_SPAN ? Optional.empty() : Optional.of(ordinals);
  }

  private static byte[] frame(byte form, byte[] body, int length) {
    byte[] bytes = new byte[HEADER + length];
    bytes[0] = form;
    System.arraycopy(body, 0, bytes, HEADER, length);
    ByteBuffer.wrap(bytes).putInt(1, crc(bytes));
    return bytes;
  }

  private static int crc(byte[] bytes) {
    var crc = new CRC32C();
    crc.update(bytes[0]);
    crc.update(bytes, HEADER, bytes.length - HEADER);
    return (int) crc.getValue();
  }
}
