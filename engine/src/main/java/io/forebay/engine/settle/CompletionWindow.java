/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine.settle;

import io.forebay.checkpoint.SettledMap;
import io.forebay.engine.agent.LongRing;
import io.forebay.handler.SourceRecord;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far a shard has come, in three words. A record is <em>tracked</em> when it is taken in and
 * gets the next place; it is <em>settled</em> when nothing more will be done with it;
 * <em>reached</em> is the place up to which all are settled, which is what a checkpoint may say
 * (design, section 4).
 *
 * <p>Order is the order of tracking, whatever positions say. For the settled map alone records need
 * numbers that a restart finds again: their places where the shard never changes, else their
 * offsets ({@link Numbering}). Confined to the shard's worker.
 */
public final class CompletionWindow {

  /** What the settled map counts by, from reached on. */
  public enum Numbering {
    /** Records: for shards that keep every record between two others. */
    PLACES,
    /** Offsets: for shards from which records in between may vanish (compaction). */
    OFFSETS
  }

  private static final int SMALLEST = 64;

  private @Nullable SourceRecord[] records = new SourceRecord[SMALLEST];
  private long[] settled = new long[SMALLEST / 64];
  private SettledMap restored;
  private final Numbering numbering;

  /** Where each fetch ends and how large it is: bytes are given back a fetch at a time. */
  private final LongRing fetchEnds = new LongRing();

  private final LongRing fetchBytes = new LongRing();
  private long reached;
  private long tracked;
  private int settledAhead;
  private String startedAfter = "";
  private @Nullable SourceRecord lastReached;

  /**
   * A window that begins at place 0.
   *
   * @param restored what the stored checkpoint says is settled beyond it
   */
  public CompletionWindow(SettledMap restored, Numbering numbering) {
    this.restored = restored;
    this.numbering = numbering;
  }

  /** The position reading began after, which is what is reached before anything else. */
  public void startAfter(String position) {
    startedAfter = position;
  }

  /** What the stored checkpoint says beyond its position does not hold: records are missing. */
  public void forgetRestored() {
    restored = SettledMap.EMPTY;
  }

  /**
   * Takes the records of a fetch in, without looking at any of them.
   *
   * @param bytes their size in sum
   * @return the first one's place; the others follow it
   */
  public long track(List<SourceRecord> fetched, long bytes) {
    int count = fetched.size();
    while (tracked - reached + count > records.length) {
      grow();
    }
    long first = tracked;
    for (int i = 0; i < count; i++) {
      records[index(tracked++)] = fetched.get(i);
    }
    fetchEnds.add(tracked);
    fetchBytes.add(bytes);
    return first;
  }

  /**
   * Whether {@link #settledBefore} may be true of any place from this one on. Numbers are never
   * smaller than places.
   */
  public boolean mayBeSettledBefore(long place) {
    return place < restored.span();
  }

  /** Whether the stored checkpoint says that this place was settled before. */
  public boolean settledBefore(long place) {
    if (!mayBeSettledBefore(place)) {
      return false;
    }
    long number = number(place);
    return number < restored.span() && restored.isSettled((int) number);
  }

  /** Nothing more will be done with the record at this place. */
  public void settle(long place) {
    int at = index(place);
    settled[at >> 6] |= 1L << at;
    settledAhead++;
  }

  /** Moves reached over what is settled without a gap; returns how many places. */
  public int advance() {
    long before = reached;
    while (reached < tracked) {
      int at = index(reached);
      int bit = at & 63;
      int run = Math.min(64 - bit, Long.numberOfTrailingZeros(~(settled[at >> 6] >>> bit)));
      if (run == 0) {
        break;
      }
      settled[at >> 6] &= run == 64 ? 0 : ~(((1L << run) - 1) << bit);
      lastReached = records[at + run - 1];
      Arrays.fill(records, at, at + run, null);
      reached += run;
    }
    int moved = (int) (reached - before);
    settledAhead -= moved;
    return moved;
  }

  /** Bytes of the fetches that reached has passed whole since this was last asked. */
  public long takeFreedBytes() {
    long freed = 0;
    while (!fetchEnds.isEmpty() && fetchEnds.peek() <= reached) {
      fetchEnds.poll();
      freed += fetchBytes.poll();
    }
    return freed;
  }

  /** The record at a place that is not reached yet. */
  public SourceRecord record(long place) {
    SourceRecord rec = records[index(place)];
    if (rec == null) {
      throw new IllegalStateException("place " + place + " is not tracked");
    }
    return rec;
  }

  /** Records tracked and not reached. */
  public int open() {
    return (int) (tracked - reached);
  }

  /** The place of the oldest record that is not settled. */
  public long reachedPlace() {
    return reached;
  }

  /** Position up to which everything is settled. */
  public String reachedPosition() {
    return lastReached == null ? startedAfter : lastReached.position();
  }

  /** The record reached last, for those who read from other threads; none at the start. */
  public @Nullable SourceRecord lastReached() {
    return lastReached;
  }

  /**
   * What is settled above reached. Places not read again since a restart count as the stored
   * checkpoint had them.
   */
  public SettledMap settledMap() {
    if (settledAhead == 0 && (restored.isEmpty() || trackedNumber() >= restored.span())) {
      return SettledMap.EMPTY;
    }
    BitSet map = new BitSet();
    long from = reachedNumber();
    for (long place = reached; place < tracked; place++) {
      int at = index(place);
      if ((settled[at >> 6] & 1L << at) != 0) {
        mark(map, number(place) - from);
      }
    }
    for (long number = trackedNumber(); number < restored.span(); number++) {
      if (restored.isSettled((int) number)) {
        mark(map, number - from);
      }
    }
    return SettledMap.of(map);
  }

  /** Beyond what a map can span a settled record is left out: it comes again after a crash. */
  private static void mark(BitSet map, long ordinal) {
    if (ordinal < SettledMap.MAX_SPAN) {
      map.set((int) ordinal);
    }
  }

  /** The number of a record not reached yet, the first after where reading began being 0. */
  private long number(long place) {
    return numbering == Numbering.PLACES
        ? place
        : Long.parseLong(record(place).position()) - Long.parseLong(startedAfter) - 1;
  }

  private long reachedNumber() {
    return numbering == Numbering.PLACES
        ? reached
        : Long.parseLong(reachedPosition()) - Long.parseLong(startedAfter);
  }

  private long trackedNumber() {
    return tracked == reached ? reachedNumber() : number(tracked - 1) + 1;
  }

  private int index(long place) {
    return (int) place & (records.length - 1);
  }

  private void grow() {
    int size = records.length;
    @Nullable SourceRecord[] larger = new SourceRecord[size * 2];
    long[] largerSettled = new long[settled.length * 2];
    for (long place = reached; place < tracked; place++) {
      int from = index(place);
      int to = (int) place & (larger.length - 1);
      larger[to] = records[from];
      if ((settled[from >> 6] & 1L << from) != 0) {
        largerSettled[to >> 6] |= 1L << to;
      }
    }
    records = larger;
    settled = largerSettled;
  }
}
