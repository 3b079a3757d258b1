/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine.batch;

import io.forebay.engine.agent.LongRing;
import io.forebay.handler.SourceRecord;
import io.forebay.source.KeyHash;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Order a key, several batches at a time (design, section 3; rule 3.2). A record's key falls into
 * one of {@value #SLOTS} slots; a slot's records wait in its own queue, and a slot is held by at
 * most one batch. A free slot that has records stands once in the line of free slots; a batch takes
 * slots from the front of that line, so a hot key goes to the end of it each time it was served.
 *
 * <p>Every operation costs a constant amount a record, whatever the keys are like.
 */
public final class KeySlots implements Gathering {

  /** Slots of a shard: enough that two of ten busy keys rarely share one. */
  public static final int SLOTS = 1024;

  private final @Nullable Slot[] slots = new Slot[SLOTS];
  private final LongRing freeWithRecords = new LongRing();
  private final int[] held = new int[SLOTS];
  private final PayloadSize payload;
  private int ready;
  private long readyBytes;

  /** No records yet; they are as large as this says. */
  public KeySlots(PayloadSize payload) {
    this.payload = payload;
  }

  /** The slot of a record's key; records without key spread over the slots by their place. */
  static int slotOf(SourceRecord rec, long place) {
    return (rec.hasKey() ? KeyHash.murmur3_32(rec.key()) : (int) place) & (SLOTS - 1);
  }

  @Override
  public void add(long place, SourceRecord rec) {
    long encodedBytes = payload.of(rec);
    int index = slotOf(rec, place);
    Slot slot = slots[index];
    if (slot == null) {
      slot = new Slot();
      slots[index] = slot;
    }
    slot.places.add(place);
    slot.sizes.add(encodedBytes);
    slot.bytes += encodedBytes;
    if (!slot.busy) {
      ready++;
      readyBytes += encodedBytes;
      if (slot.places.size() == 1) {
        freeWithRecords.add(index);
      }
    }
  }

  @Override
  public int ready() {
    return ready;
  }

  @Override
  public boolean reaches(long bytes) {
    return readyBytes >= bytes;
  }

  @Override
  public void addAll(long firstPlace, List<SourceRecord> records, long encodedBound) {
    for (int i = 0; i < records.size(); i++) {
      add(firstPlace + i, records.get(i));
    }
  }

  @Override
  public Places take(int maxRecords, long maxBytes) {
    long[] taken = new long[Math.min(maxRecords, ready)];
    int count = 0;
    int heldCount = 0;
    long left = maxBytes;
    boolean sorted = true;
    while (count < taken.length && !freeWithRecords.isEmpty()) {
      Slot slot = slot((int) freeWithRecords.peek());
      int before = count;
      while (count < taken.length && !slot.places.isEmpty()) {
        if (count > 0 && slot.sizes.peek() > left) {
          break;
        }
        long size = slot.sizes.poll();
        long place = slot.places.poll();
        left -= size;
        readyBytes -= size;
        slot.bytes -= size;
        sorted &= count == 0 || taken[count - 1] < place;
        taken[count++] = place;
      }
      if (count == before) {
        break;
      }
      held[heldCount++] = (int) freeWithRecords.poll();
      hold(slot, count - before);
    }
    if (!sorted) {
      Arrays.sort(taken, 0, count);
    }
    return new Places(
        count == taken.length ? taken : Arrays.copyOf(taken, count),
        Arrays.copyOf(held, heldCount));
  }

  @Override
  public void release(int[] slotsHeld) {
    for (int index : slotsHeld) {
      Slot slot = slot(index);
      slot.busy = false;
      if (!slot.places.isEmpty()) {
        ready += slot.places.size();
        readyBytes += slot.bytes;
        freeWithRecords.add(index);
      }
    }
  }

  /** The slot is with a batch now: what it still has is no longer ready. */
  private void hold(Slot slot, int taken) {
    slot.busy = true;
    ready -= taken + slot.places.size();
    readyBytes -= slot.bytes;
  }

  private Slot slot(int index) {
    Slot slot = slots[index];
    if (slot == null) {
      throw new IllegalStateException("slot " + index + " was never used");
    }
    return slot;
  }

  /** A slot's own line. */
  private static final class Slot {
    private final LongRing places = new LongRing();
    private final LongRing sizes = new LongRing();
    private long bytes;
    private boolean busy;
  }
}
