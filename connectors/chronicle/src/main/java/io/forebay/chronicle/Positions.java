/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.chronicle;

import io.forebay.source.SourceException;
import java.util.HexFormat;

/**
 * Positions as text: a record's index as 16 hexadecimal digits, or {@code from-} and the index of
 * the next record for a place that no record lies before.
 *
 * <p>Threads: any; there is no state.
 */
final class Positions {

  private static final String FROM = "from-";
  private static final HexFormat HEX = HexFormat.of();

  private Positions() {}

  static String of(long index) {
    return HEX.toHexDigits(index);
  }

  static String from(long nextIndex) {
    return FROM + HEX.toHexDigits(nextIndex);
  }

  /** Whether it names a place rather than a record. */
  static boolean isPlace(String position) {
    return position.startsWith(FROM);
  }

  /**
   * The index of the record, or of the first one after the place.
   *
   * @throws SourceException if the text is no position of ours
   */
  static long index(String position) throws SourceException {
    String digits = isPlace(position) ? position.substring(FROM.length()) : position;
    try {
      if (digits.length() == 16) {
        long index = HexFormat.fromHexDigitsToLong(digits);
        if (index >= 0) {
          return index;
        }
      }
    } catch (IllegalArgumentException e) {
      // told below
    }
    throw new SourceException(
        SourceException.Kind.MISCONFIGURED,
        "position '"
            + position
            + "' is not one of a Chronicle stream (16 hexadecimal digits): the mapping's checkpoints"
            + " come from another source; give the mapping a new name or remove its checkpoints");
  }
}
