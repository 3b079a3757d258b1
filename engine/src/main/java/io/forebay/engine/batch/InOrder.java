/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine.batch;

import io.forebay.handler.SourceRecord;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * Shard order and nothing else: what one batch at a time needs. Records are kept as runs of places
 * with an upper bound of their bytes; no record is looked at before the bound says that the payload
 * limit may matter. A look costs a cache miss or two, which is more than all the rest.
 */
public final class InOrder implements Gathering {

  /** How large the record at a place is. */
  @FunctionalInterface
  public interface Sizes {
    /** Its encoded bytes. */
    long at(long place);
  }

  private static final int[] NO_SLOTS = {};

  private final Sizes sizes;
  private final Deque<Run> runs = new ArrayDeque<>();
  private int ready;
  private long bound;

  /** No records yet; they are as large as this says. */
  public InOrder(Sizes sizes) {
    this.sizes = sizes;
  }

  @Override
  public void add(long place, SourceRecord rec) {
    addRun(place, 1, sizes.at(place));
  }

  @Override
  public void addAll(long firstPlace, List<SourceRecord> records, long encodedBound) {
    addRun(firstPlace, records.size(), encodedBound);
  }

  @Override
  public int ready() {
    return ready;
  }

  @Override
  public boolean reaches(long bytes) {
    if (bound < bytes) {
      return false;
    }
    bound = 0;
    for (Run run : runs) {
      run.bound = 0;
      for (long place = run.next; place < run.end; place++) {
        run.bound += sizes.at(place);
      }
      bound += run.bound;
    }
    return bound >= bytes;
  }

  @Override
  public Places take(int maxRecords, long maxBytes) {
    long[] taken = new long[Math.min(maxRecords, ready)];
    boolean unmeasured = bound <= maxBytes;
    int count = 0;
    long left = maxBytes;
    while (count < taken.length) {
      Run run = runs.element();
      long size = unmeasured ? 0 : sizes.at(run.next);
      if (count > 0 && size > left) {
        break;
      }
      left -= size;
      taken[count++] = run.next++;
      if (run.next == run.end) {
        bound -= run.bound;
        runs.remove();
      }
    }
    ready -= count;
    return new Places(count == taken.length ? taken : Arrays.copyOf(taken, count), NO_SLOTS);
  }

  @Override
  public void release(int[] slots) {
    // Nothing is held: the worker keeps one batch in flight.
  }

  private void addRun(long place, int count, long encodedBound) {
    Run last = runs.peekLast();
    if (last != null && last.end == place) {
      last.end += count;
      last.bound += encodedBound;
    } else {
      runs.add(new Run(place, place + count, encodedBound));
    }
    ready += count;
    bound += encodedBound;
  }

  /** Places that follow one another. */
  private static final class Run {
    private long next;
    private long end;
    private long bound;

    Run(long next, long end, long bound) {
      this.next = next;
      this.end = end;
      this.bound = bound;
    }
  }
}
