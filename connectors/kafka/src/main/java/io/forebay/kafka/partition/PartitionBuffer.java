/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.kafka.partition;

import io.forebay.handler.SourceRecord;
import io.forebay.source.Fetch;
import io.forebay.source.SourceException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What was polled of one partition and not fetched yet, from the poller's thread to the reader's.
 * Crossing threads is its very job: one thread adds, one takes, any may look or close.
 *
 * <p>Runs of records are handed over whole where they fit, so a record costs neither a wake-up nor
 * a look on the way. Bounded by the poller, which pauses the partition when {@link #full}.
 */
public final class PartitionBuffer {

  private final Queue<Run> runs = new ConcurrentLinkedQueue<>();
  private final AtomicLong records = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicLong polledTo;
  private final AtomicLong endOfLog = new AtomicLong(-1);
  private final Runnable onRoom;
  private volatile BufferLimits limits;
  private volatile Runnable bell = PartitionBuffer::nobody;
  private volatile @Nullable SourceException fault;
  private volatile boolean closed;

  /** The run being taken from; the reader's. */
  private @Nullable Run current;

  private int taken;

  /**
   * For a reader that begins at this offset.
   *
   * @param onRoom run by the taking thread when a full buffer has room again; must not block
   */
  public PartitionBuffer(long beginsAt, BufferLimits limits, Runnable onRoom) {
    this.polledTo = new AtomicLong(beginsAt);
    this.limits = limits;
    this.onRoom = onRoom;
  }

  private static void nobody() {}

  // the poller's side

  /** Appends what a poll gave; the array is not changed afterwards. */
  public void add(SourceRecord[] polled, long[] ends) {
    bytes.addAndGet(ends[ends.length - 1]);
    records.addAndGet(polled.length);
    runs.add(new Run(polled, ends));
    bell.run();
  }

  /** The consumer's position: all before it was added, or is no record for anyone. */
  public void polledTo(long offset) {
    polledTo.lazySet(offset);
  }

  public void endOfLog(long offset) {
    endOfLog.lazySet(offset);
  }

  public void limit(BufferLimits changed) {
    limits = changed;
  }

  public boolean full() {
    BufferLimits now = limits;
    return records.get() >= now.records() || bytes.get() >= now.bytes();
  }

  /** Whether it has room for a good deal: below half. */
  public boolean roomy() {
    BufferLimits now = limits;
    return records.get() < now.records() / 2 && bytes.get() < now.bytes() / 2;
  }

  /** Nothing more can be read here; told to the reader after what is buffered. */
  public void fail(SourceException why) {
    fault = why;
    bell.run();
  }

  /** Gives nothing more, at once; what is buffered is dropped. */
  public void close() {
    closed = true;
    runs.clear();
  }

  // the reader's side

  public void wakeBy(Runnable ringer) {
    bell = ringer;
  }

  public boolean mayHaveRecords() {
    return !closed && (records.get() > 0 || fault != null);
  }

  public long polledTo() {
    return polledTo.get();
  }

  /** Records between what was fetched and the log's end, about; -1: unknown. */
  public long lag() {
    long end = endOfLog.get();
    return end < 0 ? -1 : Math.max(0, end - polledTo.get()) + Math.max(0, records.get());
  }

  public Fetch fetch(int maxRecords, long maxBytes) throws SourceException {
    if (closed) {
      return Fetch.nothing();
    }
    Run run = next();
    if (run == null) {
      SourceException failed = fault;
      if (failed != null && runs.isEmpty()) {
        throw failed;
      }
      return Fetch.nothing();
    }
    boolean wasTight = !roomy();
    int count = run.fits(taken, maxRecords, maxBytes);
    long size = run.bytes(taken, taken + count);
    List<SourceRecord> some = run.part(taken, taken + count);
    took(run, count);
    if (current == null && count < maxRecords && size < maxBytes && !runs.isEmpty()) {
      some = new ArrayList<>(some);
      size = join(some, size, maxRecords, maxBytes);
    }
    bytes.addAndGet(-size);
    boolean more = records.addAndGet(-some.size()) > 0;
    if (wasTight && roomy()) {
      onRoom.run();
    }
    return new Fetch(some, size, more ? Fetch.Progress.MORE : Fetch.Progress.CAUGHT_UP);
  }

  /** Adds following runs while they fit; small ones come when little is written. */
  private long join(List<SourceRecord> some, long sizeBefore, int maxRecords, long maxBytes) {
    long size = sizeBefore;
    Run run = next();
    while (run != null && some.size() < maxRecords) {
      int count = run.fits(taken, maxRecords - some.size(), maxBytes - size);
      if (run.bytes(taken, taken + count) > maxBytes - size) {
        return size; // its first alone is too large
      }
      some.addAll(run.part(taken, taken + count));
      size += run.bytes(taken, taken + count);
      took(run, count);
      run = current == null ? next() : null;
    }
    return size;
  }

  private @Nullable Run next() {
    if (current == null) {
      current = runs.poll();
      taken = 0;
    }
    return current;
  }

  private void took(Run run, int count) {
    taken += count;
    if (taken == run.records.length) {
      current = null;
    }
  }

  /**
   * Records of one poll.
   *
   * @param ends bytes of the records up to and with each
   */
  @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
  private record Run(SourceRecord[] records, long[] ends) {

    /** How many from there on fit; at least one. */
    int fits(int from, int maxRecords, long maxBytes) {
      int to = (int) Math.min(records.length, (long) from + maxRecords);
      if (bytes(from, to) <= maxBytes) {
        return to - from;
      }
      int found = Arrays.binarySearch(ends, from, to, before(from) + maxBytes);
      return Math.max(1, (found >= 0 ? found + 1 : -found - 1) - from);
    }

    long bytes(int from, int to) {
      return before(to) - before(from);
    }

    /** A list of its own, so that one record kept does not keep all others of the poll. */
    List<SourceRecord> part(int from, int to) {
      SourceRecord[] some =
          from == 0 && to == records.length ? records : Arrays.copyOfRange(records, from, to);
      return Collections.unmodifiableList(Arrays.asList(some));
    }

    private long before(int index) {
      return index == 0 ? 0 : ends[index - 1];
    }
  }
}
