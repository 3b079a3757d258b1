/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.operate;

import java.util.Locale;
import java.util.OptionalLong;

/** Numbers for people. */
final class Figures {

  private static final long SECOND = 1_000;
  private static final long MINUTE = 60 * SECOND;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;

  private Figures() {}

  /** A count with its thousands set apart; a dash if it is not known. */
  static String count(OptionalLong count) {
    return count.isPresent() ? String.format(Locale.ROOT, "%,d", count.getAsLong()) : "-";
  }

  /** An age in its two largest units; a dash if it is not known. */
  static String age(OptionalLong millis) {
    return millis.isPresent() ? age(millis.getAsLong()) : "-";
  }

  static String age(long millis) {
    if (millis < SECOND) {
      return millis + "ms";
    }
    if (millis < MINUTE) {
      return millis / SECOND + "s";
    }
    if (millis < HOUR) {
      return two(millis / MINUTE, "m", millis % MINUTE / SECOND, "s");
    }
    return millis < DAY
        ? two(millis / HOUR, "h", millis % HOUR / MINUTE, "m")
        : two(millis / DAY, "d", millis % DAY / HOUR, "h");
  }

  private static String two(long first, String unit, long second, String smaller) {
    return second == 0 ? first + unit : first + unit + " " + second + smaller;
  }
}
