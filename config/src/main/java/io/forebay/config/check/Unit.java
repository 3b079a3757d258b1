/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.config.check;

import java.util.List;
import java.util.OptionalLong;

/** A unit of a duration (in milliseconds) or of a size (in bytes), and lists of them. */
record Unit(String suffix, long factor) {

  /** Units of durations, smallest first. */
  static final List<Unit> DURATION =
      List.of(
          new Unit("ms", 1),
          new Unit("s", 1_000),
          new Unit("m", 60_000),
          new Unit("h", 3_600_000),
          new Unit("d", 86_400_000));

  /** Units of sizes, smallest first. Binary only: KB means 1,000 to some and 1,024 to others. */
  static final List<Unit> SIZE =
      List.of(
          new Unit("B", 1),
          new Unit("KiB", 1L << 10),
          new Unit("MiB", 1L << 20),
          new Unit("GiB", 1L << 30),
          new Unit("TiB", 1L << 40));

  private static final int MOST_DIGITS = 18;

  /** The text's value; saturated where it is too large for a long; empty if it has no such form. */
  static OptionalLong parse(List<Unit> units, String text) {
    int digits = 0;
    while (digits < text.length() && text.charAt(digits) >= '0' && text.charAt(digits) <= '9') {
      digits++;
    }
    String suffix = text.substring(digits).strip();
    if (digits == 0) {
      return OptionalLong.empty();
    }
    for (Unit unit : units) {
      if (unit.suffix.equals(suffix)) {
        return OptionalLong.of(times(text.substring(0, digits), unit.factor));
      }
    }
    return OptionalLong.empty();
  }

  /** The value in the largest unit that divides it. */
  static String render(List<Unit> units, long value) {
    if (value <= 0) {
      return String.valueOf(value);
    }
    Unit best = units.get(0);
    for (Unit unit : units) {
      best = value % unit.factor == 0 ? unit : best;
    }
    return value / best.factor + best.suffix;
  }

  /** A regular expression (ECMA) for the texts that {@link #parse} takes. */
  static String pattern(List<Unit> units) {
    return "^[0-9]+ *(" + String.join("|", units.stream().map(Unit::suffix).toList()) + ")$";
  }

  private static long times(String digits, long factor) {
    if (digits.length() > MOST_DIGITS) {
      return Long.MAX_VALUE;
    }
    long number = Long.parseLong(digits);
    return number > Long.MAX_VALUE / factor ? Long.MAX_VALUE : number * factor;
  }
}
