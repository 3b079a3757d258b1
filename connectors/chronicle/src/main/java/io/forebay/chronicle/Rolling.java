/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.chronicle;

import io.forebay.source.SourceException;
import java.util.Arrays;
import java.util.List;
import net.openhft.chronicle.queue.RollCycle;
import net.openhft.chronicle.queue.RollCycles;
import net.openhft.chronicle.queue.rollcycles.LargeRollCycles;
import net.openhft.chronicle.queue.rollcycles.LegacyRollCycles;
import net.openhft.chronicle.queue.rollcycles.TestRollCycles;

/** The roll cycles a stream can have, by Chronicle Queue's names; the first is the default. */
enum Rolling {
  FAST_DAILY(RollCycles.FAST_DAILY),
  FAST_HOURLY(RollCycles.FAST_HOURLY),
  HALF_HOURLY(RollCycles.HALF_HOURLY),
  FIVE_MINUTELY(RollCycles.FIVE_MINUTELY),
  MINUTELY(LegacyRollCycles.MINUTELY),
  LARGE_HOURLY(LargeRollCycles.LARGE_HOURLY),
  LARGE_DAILY(LargeRollCycles.LARGE_DAILY),
  /** A file a second: for tests. */
  TEST_SECONDLY(TestRollCycles.TEST_SECONDLY);

  // Chronicle's roll cycles are enums themselves; their interface just does not say so.
  @SuppressWarnings("ImmutableEnumChecker")
  private final RollCycle cycle;

  Rolling(RollCycle cycle) {
    this.cycle = cycle;
  }

  RollCycle cycle() {
    return cycle;
  }

  static List<String> names() {
    return Arrays.stream(values()).map(Enum::name).toList();
  }

  static Rolling named(String name) throws SourceException {
    for (Rolling rolling : values()) {
      if (rolling.name().equals(name)) {
        return rolling;
      }
    }
    throw new SourceException(
        SourceException.Kind.MISCONFIGURED,
        "rollCycle '" + name + "' is unknown: it must be one of " + names());
  }
}
