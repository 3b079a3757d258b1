/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine.dispatch;

import io.forebay.engine.agent.Doorbell;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many invocations may still start: for the engine, or for one mapping. Shared by all workers.
 */
public final class Permits {

  private final AtomicInteger free;
  private final List<Doorbell> workers;
  private volatile boolean missed;

  /**
   * Permits for this many invocations.
   *
   * @param workers rung when a permit comes back after one was missed; may grow
   */
  public Permits(int limit, List<Doorbell> workers) {
    free = new AtomicInteger(limit);
    this.workers = new CopyOnWriteArrayList<>(workers);
  }

  /** Takes one, if there is one; otherwise the worker is rung when one comes back. */
  public boolean tryTake() {
    if (take()) {
      return true;
    }
    missed = true;
    // One may have come back between the miss and the note of it.
    return take();
  }

  /** Gives one back. */
  public void giveBack() {
    free.incrementAndGet();
    if (missed) {
      missed = false;
      workers.forEach(Doorbell::ring);
    }
  }

  /** Whether one could be had now. */
  public boolean available() {
    return free.get() > 0;
  }

  private boolean take() {
    int now = free.get();
    while (now > 0) {
      if (free.compareAndSet(now, now - 1)) {
        return true;
      }
      now = free.get();
    }
    return false;
  }
}
