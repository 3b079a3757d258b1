/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine.batch;

import io.forebay.handler.SourceRecord;
import java.util.Arrays;

/** Shard order and nothing else: what one batch at a time needs. */
public final class InOrder implements Gathering {

  private static final int[] NO_SLOTS = {};

  private final LongRing places = new LongRing();
  private final LongRing sizes = new LongRing();
  private long bytes;

  @Override
  public void add(long place, SourceRecord rec, long encodedBytes) {
    places.add(place);
    sizes.add(encodedBytes);
    bytes += encodedBytes;
  }

  @Override
  public int ready() {
    return places.size();
  }

  @Override
  public long readyBytes() {
    return bytes;
  }

  @Override
  public int waiting() {
    return places.size();
  }

  @Override
  public Places take(int maxRecords, long maxBytes) {
    long[] taken = new long[Math.min(maxRecords, places.size())];
    int count = 0;
    long sum = 0;
    while (count < taken.length && (count == 0 || sum + sizes.peek() <= maxBytes)) {
      sum += sizes.poll();
      taken[count++] = places.poll();
    }
    bytes -= sum;
    return new Places(count == taken.length ? taken : Arrays.copyOf(taken, count), NO_SLOTS);
  }

  @Override
  public void release(int[] slots) {
    // Nothing is held: the worker keeps one batch in flight.
  }
}
