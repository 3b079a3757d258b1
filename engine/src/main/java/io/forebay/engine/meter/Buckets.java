/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine.meter;

import io.forebay.engine.MeterSnapshot.Distribution;
import java.util.ArrayList;
import java.util.List;

/** A distribution in cells: buckets of 1, 2, 5, 10, 20, 50 … up to a million, a count and a sum. */
final class Buckets {

  private static final List<Long> UPPER_BOUNDS = bounds();
  private static final int COUNT = UPPER_BOUNDS.size();
  private static final int SUM = COUNT + 1;

  /** Cells a distribution takes. */
  static final int CELLS = SUM + 1;

  private Buckets() {}

  static void add(MeterCells cells, int at, long value) {
    int bucket = 0;
    while (bucket < COUNT && value > UPPER_BOUNDS.get(bucket)) {
      bucket++;
    }
    if (bucket < COUNT) {
      cells.add(at + bucket, 1);
    }
    cells.add(at + COUNT, 1);
    cells.add(at + SUM, value);
  }

  /** Adds what the cells hold to these sums. */
  static void read(MeterCells cells, int at, long[] into) {
    for (int i = 0; i < CELLS; i++) {
      into[i] += cells.get(at + i);
    }
  }

  static Distribution distribution(long[] read) {
    List<Long> counts = new ArrayList<>(COUNT);
    for (int i = 0; i < COUNT; i++) {
      counts.add(read[i]);
    }
    return new Distribution(UPPER_BOUNDS, List.copyOf(counts), read[COUNT], read[SUM]);
  }

  private static List<Long> bounds() {
    List<Long> all = new ArrayList<>();
    for (long decade = 1; decade < 1_000_000; decade *= 10) {
      all.add(decade);
      all.add(decade * 2);
      all.add(decade * 5);
    }
    all.add(1_000_000L);
    return List.copyOf(all);
  }
}
