/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine.ring;

import io.forebay.engine.agent.Doorbell;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * What a shard may still take in: records and bytes. The pump takes before it fetches, the worker
 * returns what is reached; each counter has one writer, so nothing is ever compared and swapped.
 */
public final class Credits {

  private static final VarHandle TAKEN_RECORDS = handle("takenRecords");
  private static final VarHandle TAKEN_BYTES = handle("takenBytes");
  private static final VarHandle RETURNED_RECORDS = handle("returnedRecords");
  private static final VarHandle RETURNED_BYTES = handle("returnedBytes");

  private final int recordLimit;
  private final long byteLimit;
  private final MemoryBudget budget;
  private final Doorbell pumpBell;

  private long takenRecords;
  private long takenBytes;
  private long returnedRecords;
  private long returnedBytes;
  private volatile boolean starved;

  /**
   * Full credits.
   *
   * @param recordLimit most records open at once
   * @param byteLimit most bytes open at once; one larger record is still let in
   * @param budget the engine's bytes, shared by all shards
   * @param pumpBell wakes the pump when a starved shard has credit again
   */
  public Credits(int recordLimit, long byteLimit, MemoryBudget budget, Doorbell pumpBell) {
    this.recordLimit = recordLimit;
    this.byteLimit = byteLimit;
    this.budget = budget;
    this.pumpBell = pumpBell;
  }

  /** Pump: notes that a fetch brought this much in. */
  public void take(int records, long bytes) {
    TAKEN_RECORDS.setRelease(this, takenRecords + records);
    TAKEN_BYTES.setRelease(this, takenBytes + bytes);
    budget.take(bytes);
  }

  /** Worker: gives this much back, and wakes the pump if it waited for it. */
  public void giveBack(int records, long bytes) {
    RETURNED_RECORDS.setRelease(this, returnedRecords + records);
    RETURNED_BYTES.setRelease(this, returnedBytes + bytes);
    budget.giveBack(bytes);
    VarHandle.fullFence();
    if (starved && hasRoom()) {
      starved = false;
      pumpBell.ring();
    }
  }

  /** Pump: records it may fetch now. */
  public int records() {
    return recordLimit - open();
  }

  /** Pump: bytes it may fetch now; at least 1 while nothing is open, so that any record gets in. */
  public long bytes() {
    long open = openBytes();
    long left = Math.min(byteLimit - open, budget.left());
    return open == 0 ? Math.max(1, left) : left;
  }

  /**
   * Whether a fetch is worth it. A quarter of the records must be free: a fetch for each settled
   * batch would cost more than it brings.
   */
  public boolean hasRoom() {
    return records() >= Math.max(1, recordLimit / 4) && bytes() > 0;
  }

  /** Pump: waits for {@link #giveBack}. True if there is room by now after all. */
  public boolean starve() {
    starved = true;
    VarHandle.fullFence();
    if (hasRoom()) {
      starved = false;
      return true;
    }
    return false;
  }

  /** Whether no fetch will come before something is given back. */
  public boolean exhausted() {
    return !hasRoom();
  }

  /** Records taken and not given back. */
  public int open() {
    return (int) ((long) TAKEN_RECORDS.getAcquire(this) - (long) RETURNED_RECORDS.getAcquire(this));
  }

  private long openBytes() {
    return (long) TAKEN_BYTES.getAcquire(this) - (long) RETURNED_BYTES.getAcquire(this);
  }

  private static VarHandle handle(String field) {
    try {
      return MethodHandles.lookup().findVarHandle(Credits.class, field, long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }
}
