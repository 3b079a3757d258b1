/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine.worker;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The next moment each shard has to be looked at: a binary heap in which every timer knows its
 * place, so that a change costs no search and no allocation. Confined to the worker.
 */
final class Deadlines {

  /** A shard's timer. */
  static final class Timer {
    private final ShardWork shard;
    private long at;
    private int index = -1;

    Timer(ShardWork shard) {
      this.shard = shard;
    }
  }

  private static final int SMALLEST = 16;

  private @Nullable Timer[] heap = new Timer[SMALLEST];
  private int size;

  /** Sets or moves a timer; {@link io.forebay.engine.agent.Agent#NEVER} takes it out. */
  void set(Timer timer, long atNanos) {
    if (atNanos == Long.MAX_VALUE) {
      remove(timer);
      return;
    }
    if (timer.index < 0) {
      if (size == heap.length) {
        heap = Arrays.copyOf(heap, size * 2);
      }
      timer.at = atNanos;
      place(timer, size++);
      up(timer);
    } else if (timer.at != atNanos) {
      timer.at = atNanos;
      up(timer);
      down(timer);
    }
  }

  /** Takes out and returns the shard whose timer has run out, or null. */
  @Nullable ShardWork pollDue(long nowNanos) {
    if (size == 0 || at(0).at - nowNanos > 0) {
      return null;
    }
    Timer first = at(0);
    remove(first);
    return first.shard;
  }

  /** The earliest timer; {@link io.forebay.engine.agent.Agent#NEVER} if there is none. */
  long next() {
    return size == 0 ? Long.MAX_VALUE : at(0).at;
  }

  private void remove(Timer timer) {
    int index = timer.index;
    if (index < 0) {
      return;
    }
    timer.index = -1;
    Timer last = at(--size);
    heap[size] = null;
    if (last != timer) {
      place(last, index);
      up(last);
      down(last);
    }
  }

  private void up(Timer timer) {
    while (timer.index > 0) {
      Timer parent = at((timer.index - 1) / 2);
      if (parent.at - timer.at <= 0) {
        return;
      }
      swap(timer, parent);
    }
  }

  private void down(Timer timer) {
    while (true) {
      int child = timer.index * 2 + 1;
      if (child >= size) {
        return;
      }
      if (child + 1 < size && at(child + 1).at - at(child).at < 0) {
        child++;
      }
      if (timer.at - at(child).at <= 0) {
        return;
      }
      swap(timer, at(child));
    }
  }

  private void swap(Timer a, Timer b) {
    int index = a.index;
    place(a, b.index);
    place(b, index);
  }

  private void place(Timer timer, int index) {
    heap[index] = timer;
    timer.index = index;
  }

  private Timer at(int index) {
    Timer timer = heap[index];
    if (timer == null) {
      throw new IllegalStateException("no timer at " + index);
    }
    return timer;
  }
}
