/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine.worker;

import io.forebay.engine.batch.Places;
import io.forebay.engine.dispatch.Invocation;
import io.forebay.handler.SourceRecord;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A gathered batch on its way through attempts until all its records are settled. What is left of
 * it is {@code records[from, to)}. Confined to the shard's worker.
 */
final class BatchRun {

  /** What it waits for. */
  enum State {
    /** The batch before it to end; its invocation may be that one's successor. */
    QUEUED,
    /** A permit. */
    DUE,
    /** The handler's answer. */
    RUNNING,
    /** A handler that has run past its deadline to come back. */
    OVERDUE,
    /** The time of its next try. */
    WAITING,
    /** The failure destination to store what is given up. */
    DISCARDING
  }

  private final SourceRecord[] records;
  private final Places places;
  private int from;

  State state = State.DUE;

  /** Attempts that count, so far. */
  int attempts;

  /** Tries in a row that were not delivered. */
  int undelivered;

  /** When {@link #state} runs out: the deadline, the end of grace, or the next try. */
  long untilNanos;

  /** When the running attempt began, the last one ended or the discard was handed over. */
  long sinceMillis;

  /** What the last attempt came to; empty before the first one failed. */
  String lastFault = "";

  /** The running invocation. */
  @Nullable Invocation invocation;

  private @Nullable UUID invocationId;

  BatchRun(SourceRecord[] records, Places places) {
    this.records = records;
    this.places = places;
  }

  /** Records left. */
  int size() {
    return records.length - from;
  }

  /** All records of the batch; only those from {@link #from} on are left. */
  SourceRecord[] records() {
    return records;
  }

  int from() {
    return from;
  }

  int to() {
    return records.length;
  }

  long place(int index) {
    return places.places()[index];
  }

  int[] slots() {
    return places.slots();
  }

  /** The first records that are left, as a list of their own. */
  List<SourceRecord> head(int count) {
    return Collections.unmodifiableList(
        Arrays.asList(
            count == records.length ? records : Arrays.copyOfRange(records, from, from + count)));
  }

  /** The first records are settled; what is left is another batch, which gets an id of its own. */
  void drop(int count) {
    from += count;
    invocationId = null;
  }

  /** The id of the batch's invocations; an unchanged retry keeps it (rule 3.5.9). */
  @Nullable UUID invocationId() {
    return invocationId;
  }

  UUID name(UUID id) {
    invocationId = id;
    return id;
  }
}
