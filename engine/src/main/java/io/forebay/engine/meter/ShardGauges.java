/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine.meter;

import io.forebay.engine.Waiting;
import io.forebay.handler.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * What others may see of a shard while it moves: each field has one writer, any thread reads.
 *
 * <p>The one place where a shard's figures cross threads without a message; that is its job.
 */
public final class ShardGauges {

  private volatile String startedAfter = "";
  private volatile @Nullable SourceRecord lastReached;
  private volatile int open;
  private volatile int inFlight;
  private volatile int waiting;
  private volatile long lag = -1;
  private volatile long iteratorAgeMillis;
  private volatile long unsavedSinceMillis;
  private volatile boolean ended;
  private volatile String fetchProblem = "";
  private volatile Waiting.For waitsForWhat = Waiting.For.NOTHING;
  private volatile long waitsSince;
  private volatile long waitsUntil;
  private volatile String waitsDetail = "";

  /** Worker: where reading began. */
  public void startedAfter(String position) {
    startedAfter = position;
  }

  /** Worker: progress and load. */
  public void progress(@Nullable SourceRecord reached, int openRecords, int running, int retrying) {
    lastReached = reached;
    open = openRecords;
    inFlight = running;
    waiting = retrying;
  }

  /** Worker: what the oldest open record waits for, as {@link Waiting} has it. */
  public void waits(Waiting.For what, long sinceMillis, long untilMillis, String detail) {
    waitsForWhat = what;
    waitsSince = sinceMillis;
    waitsUntil = untilMillis;
    waitsDetail = detail;
  }

  /** Worker: age of the last record handed out. */
  public void iteratorAge(long millis) {
    iteratorAgeMillis = millis;
  }

  /**
   * Worker: since when something settled is not stored, in epoch milliseconds; 0: all is stored.
   */
  public void unsavedSince(long epochMillis) {
    unsavedSinceMillis = epochMillis;
  }

  /** Worker: the shard is done. */
  public void ended(boolean value) {
    ended = value;
  }

  /** Pump: records behind the end. */
  public void lag(long records) {
    lag = records;
  }

  /** Pump: why it can't be read; empty: it can. */
  public void fetchProblem(String problem) {
    fetchProblem = problem;
  }

  /** Position up to which everything is settled. */
  public String reached() {
    SourceRecord last = lastReached;
    return last == null ? startedAfter : last.position();
  }

  /** Records taken in and not reached. */
  public int open() {
    return open;
  }

  /** Invocations running. */
  public int inFlight() {
    return inFlight;
  }

  /** Batches waiting for a retry. */
  public int waiting() {
    return waiting;
  }

  /** Records behind the end; -1: unknown. */
  public long lag() {
    return lag;
  }

  /**
   * Age of the last record handed out, when it was, in milliseconds; 0 if nothing is left to do.
   */
  public long iteratorAgeMillis() {
    return open == 0 && lag <= 0 ? 0 : iteratorAgeMillis;
  }

  /** Time since something settled is not stored, in milliseconds. */
  public long checkpointAgeMillis(long nowMillis) {
    long since = unsavedSinceMillis;
    return since == 0 ? 0 : Math.max(0, nowMillis - since);
  }

  /** Whether the shard has ended and all of it is settled. */
  public boolean ended() {
    return ended;
  }

  /** What the oldest open record waits for, or the next one. */
  public Waiting waitsFor() {
    String fault = fetchProblem;
    if (!fault.isEmpty() || (open == 0 && lag > 0)) {
      return new Waiting(Waiting.For.SOURCE, 0, 0, fault);
    }
    return open == 0
        ? Waiting.NOTHING
        : new Waiting(waitsForWhat, waitsSince, waitsUntil, waitsDetail);
  }

  /** What keeps it from moving; empty: nothing. */
  public String problem() {
    return fetchProblem;
  }
}
