/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.chronicle;

import io.forebay.handler.SourceRecord;
import io.forebay.source.Fetch;
import io.forebay.source.ReadFrom;
import io.forebay.source.ShardReader;
import io.forebay.source.SourceException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.Optional;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import org.jspecify.annotations.Nullable;

/** Reads one queue. Confined to its pump's thread once it is open. */
final class ChronicleReader implements ShardReader {

  private static final int FIRST_ROOM = 128;

  private final int shard;
  private final ShardFolder folder;
  private final SingleChronicleQueue queue;
  private final ShardCursor cursor;
  private final ReaderMarks marks;
  private final Retention retention;
  private final @Nullable Stamps stamps;
  private final String startedAfter;
  private boolean exact = true;
  private SourceRecord[] room = new SourceRecord[FIRST_ROOM];
  private long stampSeen = -1;
  private boolean more = true;
  private int cycleMarked = -1;
  private boolean closed;

  ChronicleReader(
      ChronicleStream stream, int shard, ReadFrom from, ReaderMarks marks, Retention.Rule rule)
      throws SourceException {
    this.shard = shard;
    this.marks = marks;
    this.stamps = stream.stamps().orElse(null);
    this.folder = new ShardFolder(stream.folder(), shard, stream.descriptor());
    this.queue = folder.open();
    try {
      this.cursor = new ShardCursor(folder, queue);
      this.retention = new Retention(rule, shard, folder, marks, queue);
      this.startedAfter = goTo(from);
      mark(folder.rollCycle().toCycle(cursor.nextIndex()));
    } catch (SourceException | RuntimeException e) {
      queue.close();
      throw e;
    }
  }

  @Override
  public String startedAfter() {
    return startedAfter;
  }

  @Override
  public boolean exact() {
    return exact;
  }

  @Override
  public Fetch fetch(int maxRecords, long maxBytes) throws SourceException {
    retention.runIfDue();
    long stampBefore = stamps == null ? 0 : stamps.read(shard);
    int count = cursor.read(room, Math.min(maxRecords, room.length), maxBytes);
    more = count > 0 && cursor.sees();
    stampSeen = stampBefore;
    if (count == 0) {
      return Fetch.nothing();
    }
    SourceRecord[] records = Arrays.copyOf(room, count);
    Arrays.fill(room, 0, count, null);
    if (count == room.length && maxRecords > count) {
      room = new SourceRecord[Math.min(maxRecords, count * 4)];
    }
    return new Fetch(
        Collections.unmodifiableList(Arrays.asList(records)),
        cursor.bytesRead(),
        more ? Fetch.Progress.MORE : Fetch.Progress.CAUGHT_UP);
  }

  @Override
  public boolean mayHaveRecords() {
    if (more) {
      return true;
    }
    return stamps == null ? cursor.sees() : stamps.read(shard) != stampSeen;
  }

  @Override
  public void settledThrough(String position) {
    try {
      mark(folder.rollCycle().toCycle(Positions.index(position)));
    } catch (SourceException e) {
      // an old mark keeps files longer than need be, nothing else
    }
  }

  @Override
  public long lag() {
    if (!more && !mayHaveRecords()) {
      return 0;
    }
    try {
      return countAhead();
    } catch (SourceException e) {
      return -1;
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      cursor.close();
      queue.close();
    }
  }

  private long countAhead() throws SourceException {
    long next = cursor.nextIndex();
    int nextCycle = folder.rollCycle().toCycle(next);
    long ahead = 0;
    for (int cycle : folder.cycles()) {
      if (cycle >= nextCycle) {
        CycleFile file = folder.inspect(cycle);
        long count =
            file.lastMessageAt() == 0
                ? 0
                : folder.rollCycle().toSequenceNumber(file.sequenceWord()) + 1;
        ahead += count - (cycle == nextCycle ? folder.rollCycle().toSequenceNumber(next) : 0);
      }
    }
    return Math.max(0, ahead);
  }

  private String goTo(ReadFrom from) throws SourceException {
    if (from instanceof ReadFrom.After after) {
      return goToAfter(after.position());
    }
    int[] cycles = folder.cycles();
    if (cycles.length == 0) {
      cursor.waitFrom(0);
    } else if (from instanceof ReadFrom.AtTimestamp at) {
      waitFor(cycles[0]);
      new TimestampSearch(folder, cursor).goTo(at.when().toEpochMilli());
    } else {
      boolean latest = from instanceof ReadFrom.Latest;
      int cycle = latest ? cycles[cycles.length - 1] : cycles[0];
      boolean there = latest ? cursor.toEndOf(cycle) : cursor.toCycle(cycle);
      if (!there) {
        waitFor(cycle);
      }
    }
    return Positions.from(cursor.nextIndex());
  }

  private String goToAfter(String position) throws SourceException {
    long index = Positions.index(position);
    boolean place = Positions.isPlace(position);
    int cycle = folder.rollCycle().toCycle(index);
    boolean fileExists = Arrays.binarySearch(folder.cycles(), cycle) >= 0;
    if (place && folder.rollCycle().toSequenceNumber(index) == 0) {
      exact = removedThrough() < cycle;
      if (!fileExists || !cursor.toCycle(cycle)) {
        cursor.waitFrom(index);
      }
      return exact ? position : Positions.from(firstLeft(cycle));
    }
    if (fileExists && cursor.toAfter(place ? index - 1 : index)) {
      return position;
    }
    exact = false;
    return fileExists ? afterLostTail(cycle) : Positions.from(firstLeft(cycle));
  }

  /** The position's file is gone: goes to the first one that is left after it. */
  private long firstLeft(int cycle) throws SourceException {
    Optional<Integer> next =
        Arrays.stream(folder.cycles()).filter(c -> c >= cycle).boxed().findFirst();
    int target = next.orElse(cycle + 1);
    if (next.isEmpty() || !cursor.toCycle(target)) {
      waitFor(target);
    }
    return cursor.nextIndex();
  }

  /** The file is shorter than the position says, as after a loss of power: goes to its end. */
  private String afterLostTail(int cycle) throws SourceException {
    if (!cursor.toEndOf(cycle)) {
      waitFor(cycle);
    }
    return Positions.from(cursor.nextIndex());
  }

  private void waitFor(int cycle) {
    cursor.waitFrom(folder.rollCycle().toIndex(cycle, 0));
  }

  private int removedThrough() throws SourceException {
    try {
      return marks.removed(shard);
    } catch (IOException e) {
      throw folder.unavailable("can't tell what retention removed", e);
    }
  }

  private void mark(int cycle) throws SourceException {
    if (cycle != cycleMarked) {
      try {
        marks.needs(shard, cycle);
        cycleMarked = cycle;
      } catch (IOException e) {
        throw folder.unavailable("can't be marked as being read", e);
      }
    }
  }
}
