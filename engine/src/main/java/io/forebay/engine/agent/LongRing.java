/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine.agent;

/** A first-in-first-out queue of longs that grows as needed and allocates nothing else. */
public final class LongRing {

  private static final int SMALLEST = 8;

  private long[] items = new long[SMALLEST];
  private int head;
  private int size;

  /** Puts one at the end. */
  public void add(long item) {
    if (size == items.length) {
      grow();
    }
    items[(head + size) & (items.length - 1)] = item;
    size++;
  }

  /** The first, which must be there. */
  public long peek() {
    return items[head];
  }

  /** Takes out the first, which must be there. */
  public long poll() {
    long item = items[head];
    head = (head + 1) & (items.length - 1);
    size--;
    return item;
  }

  /** How many there are. */
  public int size() {
    return size;
  }

  /** Whether there is none. */
  public boolean isEmpty() {
    return size == 0;
  }

  private void grow() {
    long[] larger = new long[items.length * 2];
    for (int i = 0; i < size; i++) {
      larger[i] = items[(head + i) & (items.length - 1)];
    }
    items = larger;
    head = 0;
  }
}
