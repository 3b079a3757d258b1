/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine.batch;

/** A first-in-first-out queue of longs that grows as needed and allocates nothing else. */
final class LongRing {

  private static final int SMALLEST = 8;

  private long[] items = new long[SMALLEST];
  private int head;
  private int size;

  void add(long item) {
    if (size == items.length) {
      grow();
    }
    items[(head + size) & (items.length - 1)] = item;
    size++;
  }

  long peek() {
    return items[head];
  }

  long poll() {
    long item = items[head];
    head = (head + 1) & (items.length - 1);
    size--;
    return item;
  }

  int size() {
    return size;
  }

  boolean isEmpty() {
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
