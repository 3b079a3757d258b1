/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.config.check;

import io.forebay.source.Setting;
import java.util.Map;

/** Definitions of settings in words: for faults, the schema and the documentation. */
public final class Wording {

  /** Settings whose range has a hole above -1: their smallest value besides it. */
  private static final Map<String, Long> FLOORS = Map.of("maximumRecordAge", 60_000L);

  private Wording() {}

  /** The form and range of a setting's values: "a whole number between 1 and 10000". */
  public static String of(Setting setting) {
    return switch (setting.type()) {
      case TEXT -> "text";
      case PATH -> "a file or folder";
      case BOOLEAN -> "true or false";
      case INSTANT -> "a time such as 2026-11-23T10:00:00Z, or seconds since 1970";
      case MAP -> "names with text values";
      case CHOICE -> "one of " + String.join(", ", setting.choices());
      case INTEGER -> "a whole number" + range(setting);
      case DURATION -> hasHole(setting) ? hole(setting) : "a duration" + range(setting);
      case SIZE -> "a size" + range(setting);
    };
  }

  /** The range alone, for tables: "1 to 10000"; empty if there is none. */
  public static String shortRange(Setting setting) {
    if (setting.type() == Setting.Type.CHOICE) {
      return String.join(", ", setting.choices());
    }
    if (setting.minimum().isEmpty()) {
      return "";
    }
    if (hasHole(setting)) {
      return "-1, " + floor(setting) / 1_000 + "s to " + maximum(setting);
    }
    return isOpen(setting)
        ? minimum(setting) + " or more"
        : minimum(setting) + " to " + maximum(setting);
  }

  /** Whether -1 is a value though the range begins higher. */
  static boolean hasHole(Setting setting) {
    return FLOORS.containsKey(setting.name()) && setting.minimum().orElse(0) == -1;
  }

  /** Smallest value, -1 apart. */
  static long floor(Setting setting) {
    return hasHole(setting)
        ? FLOORS.getOrDefault(setting.name(), 0L)
        : setting.minimum().orElse(Long.MIN_VALUE);
  }

  /** Some values with units, for messages. */
  static String examples(Setting setting) {
    return setting.type() == Setting.Type.DURATION ? "500ms, 5s, 2m, 1h or 7d" : "64KiB or 6MiB";
  }

  static String render(Setting setting, long value) {
    return switch (setting.type()) {
      case DURATION -> Unit.render(Unit.DURATION, value);
      case SIZE -> Unit.render(Unit.SIZE, value);
      default -> String.valueOf(value);
    };
  }

  /** The platform's words for {@code MaximumRecordAgeInSeconds}. */
  private static String hole(Setting setting) {
    return "either -1 (forever) or between " + floor(setting) / 1_000 + "s and " + maximum(setting);
  }

  private static String range(Setting setting) {
    if (setting.minimum().isEmpty()) {
      return "";
    }
    return isOpen(setting)
        ? " of at least " + minimum(setting)
        : " between " + minimum(setting) + " and " + maximum(setting);
  }

  private static boolean isOpen(Setting setting) {
    return setting.maximum().orElse(Long.MAX_VALUE) == Long.MAX_VALUE;
  }

  private static String minimum(Setting setting) {
    return render(setting, setting.minimum().orElse(0));
  }

  private static String maximum(Setting setting) {
    return render(setting, setting.maximum().orElse(Long.MAX_VALUE));
  }
}
