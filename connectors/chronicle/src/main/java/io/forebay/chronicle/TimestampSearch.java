/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.chronicle;

import io.forebay.handler.SourceRecord;
import io.forebay.source.SourceException;

/**
 * Finds the first record that arrived at a time or later.
 *
 * <p>Timestamps are what appenders gave, and are taken to rise within a shard: a cycle whose last
 * record is older is skipped, within a cycle the search is binary, and disorder among the last
 * thousand records before the place found is put right by looking at each. Foreign messages count
 * with the time of their file. Confined to the reader's thread.
 */
final class TimestampSearch {

  private static final long LOOK_BACK = 1_000;

  private final ShardFolder folder;
  private final ShardCursor cursor;
  private final SourceRecord[] one = new SourceRecord[1];

  TimestampSearch(ShardFolder folder, ShardCursor cursor) {
    this.folder = folder;
    this.cursor = cursor;
  }

  /** Moves the cursor there; to the end if all records are older. */
  void goTo(long ms) throws SourceException {
    int[] cycles = folder.cycles();
    int newest = -1;
    for (int cycle : cycles) {
      if (!cursor.toEndOf(cycle)) {
        continue;
      }
      newest = cycle;
      long first = folder.rollCycle().toIndex(cycle, 0);
      long end = cursor.nextIndex();
      if (end > first && timeOf(end - 1) >= ms) {
        cursor.toIndex(firstAtOrAfter(ms, first, end - 1));
        return;
      }
    }
    if (newest >= 0) {
      cursor.toEndOf(newest);
    }
  }

  private long firstAtOrAfter(long ms, long first, long last) throws SourceException {
    long low = first;
    long high = last;
    while (low < high) {
      long middle = low + (high - low) / 2;
      if (timeOf(middle) >= ms) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    long found = low;
    for (long i = Math.max(first, low - LOOK_BACK); i < low; i++) {
      if (timeOf(i) >= ms) {
        found = i;
        break;
      }
    }
    return found;
  }

  private long timeOf(long index) throws SourceException {
    if (!cursor.toIndex(index) || cursor.read(one, 1, Long.MAX_VALUE) == 0) {
      return Long.MAX_VALUE;
    }
    return one[0].timestamp();
  }
}
