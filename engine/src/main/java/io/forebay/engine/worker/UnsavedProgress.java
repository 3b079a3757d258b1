/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine.worker;

/**
 * What of a shard's progress is not stored yet, and when it is to be: after {@code
 * checkpointInterval}, after {@code checkpointRecords}, or at once when somebody waits for it. One
 * checkpoint is on its way at a time. Confined to the worker.
 */
final class UnsavedProgress {

  private final long intervalNanos;
  private final int mostRecords;
  private boolean dirty;
  private boolean saving;
  private boolean urgent;
  private int records;
  private long dirtySinceNanos;
  private boolean queued;
  private long queuedDueNanos;

  UnsavedProgress(long intervalNanos, int mostRecords) {
    this.intervalNanos = intervalNanos;
    this.mostRecords = mostRecords;
  }

  /** Records were settled; true if everything was stored until now. */
  boolean add(int settled, long nowNanos) {
    boolean first = !dirty;
    if (first) {
      dirty = true;
      dirtySinceNanos = nowNanos;
    }
    records += settled;
    urgent |= records >= mostRecords;
    return first;
  }

  /** It is to be stored as soon as may be. */
  void hurry() {
    urgent = true;
  }

  /** True if a checkpoint must be made now, which then counts as on its way. */
  boolean begin(boolean last) {
    if (!dirty || saving || !(urgent || last)) {
      return false;
    }
    saving = true;
    dirty = false;
    urgent = false;
    records = 0;
    return true;
  }

  /** The checkpoint on its way is answered. */
  void answered() {
    saving = false;
  }

  /** Whether something waits to be stored. */
  boolean dirty() {
    return dirty;
  }

  /** Whether all is stored. */
  boolean stored() {
    return !dirty && !saving;
  }

  /** When the interval is over; meaningful while {@link #dirty}. */
  long dueNanos() {
    return dirtySinceNanos + intervalNanos;
  }

  /** Takes a place in the worker's queue, by its due time; false if it has one. */
  boolean enterQueue() {
    boolean entered = !queued;
    queued = true;
    queuedDueNanos = dueNanos();
    return entered;
  }

  void leaveQueue() {
    queued = false;
  }

  /** Whether the place in the queue is still that of the due time. */
  boolean standsRight() {
    return dirty && queuedDueNanos == dueNanos();
  }
}
