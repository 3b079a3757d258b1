/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine.ring;

import java.util.concurrent.atomic.AtomicLong;

/** Bytes of records the engine may hold, over all shards. Safe for use by any thread. */
public final class MemoryBudget {

  private final long limit;
  private final AtomicLong used = new AtomicLong();

  /** A budget of this many bytes. */
  public MemoryBudget(long limit) {
    this.limit = limit;
  }

  /** Bytes left; negative while a large fetch overdraws it. */
  public long left() {
    return limit - used.get();
  }

  void take(long bytes) {
    used.addAndGet(bytes);
  }

  void giveBack(long bytes) {
    used.addAndGet(-bytes);
  }
}
