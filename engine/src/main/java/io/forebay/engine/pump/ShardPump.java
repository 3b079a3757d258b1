/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine.pump;

import io.forebay.engine.Meter;
import io.forebay.engine.agent.Backoff;
import io.forebay.engine.meter.MeterWriter;
import io.forebay.engine.meter.ShardGauges;
import io.forebay.engine.ring.Credits;
import io.forebay.engine.ring.FetchRing;
import io.forebay.engine.ring.FetchTarget;
import io.forebay.source.Fetch;
import io.forebay.source.Fetch.Progress;
import io.forebay.source.ReadFrom;
import io.forebay.source.ShardReader;
import io.forebay.source.SourceException;
import io.forebay.source.SourceException.Kind;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One shard's reading side: its reader, its pace, and where its fetches go. Confined to its pump;
 * other threads hold it only to name it.
 */
public final class ShardPump {

  /** Records of one fetch: enough to make a ring slot worth it, few enough to keep taking turns. */
  private static final int FETCH_RECORDS = 2_000;

  /** Bytes of one fetch. */
  private static final long FETCH_BYTES = 4L * 1024 * 1024;

  private static final long SHORTEST_PAUSE_NANOS = 1_000_000;
  private static final long LAG_EVERY_NANOS = 1_000_000_000;

  /** Opens the shard's reader; may block. */
  @FunctionalInterface
  public interface ReaderOpening {
    /** Opens it. */
    ShardReader open(ReadFrom from) throws SourceException;
  }

  /**
   * Where a shard's fetches go and what they are counted in.
   *
   * @param ring the ring of the shard's worker
   * @param target the shard there
   * @param credits what may be fetched
   * @param meters this pump's counters of the mapping
   * @param gauges what others may see
   * @param needsStore whether its checkpoints go to the engine's store: it is not read while that
   *     fails
   * @param problems told each new fault, in a sentence
   */
  public record Lane(
      FetchRing ring,
      FetchTarget target,
      Credits credits,
      MeterWriter meters,
      ShardGauges gauges,
      boolean needsStore,
      Consumer<String> problems) {}

  /** What a pump does with the shard next. */
  enum Next {
    /** Fetch again. */
    FETCH,
    /** Fetch when the pause is over, or when the reader says that there may be records. */
    WAIT_FOR_RECORDS,
    /** Fetch when the worker has given credit back. */
    WAIT_FOR_CREDIT,
    /** Try again when the pause is over. */
    WAIT_AFTER_ERROR,
    /** Nothing: the shard has ended. */
    NOTHING
  }

  private final ReaderOpening opening;
  private final Lane lane;
  private final long idlePauseNanos;
  private Runnable bell = () -> {};
  private ReadFrom from;
  private @Nullable ShardReader reader;
  private boolean announced;
  private boolean foundRecords;
  private long pauseNanos = SHORTEST_PAUSE_NANOS;
  private long wakeAtNanos;
  private long nextLagNanos;
  private int failures;
  private String problem = "";

  /**
   * A shard that is not opened yet.
   *
   * @param from where to begin
   * @param idlePauseNanos longest pause between fetches that found nothing
   */
  public ShardPump(ReaderOpening opening, ReadFrom from, long idlePauseNanos, Lane lane) {
    this.opening = opening;
    this.from = from;
    this.idlePauseNanos = Math.max(SHORTEST_PAUSE_NANOS, idlePauseNanos);
    this.lane = lane;
  }

  /** Pump, before the first turn: what the reader may ring when it has records. */
  void wakeBy(Runnable pumpBell) {
    bell = pumpBell;
  }

  /** One turn: opens if need be, fetches once within the credits. */
  Next turn(long nowNanos) {
    Credits credits = lane.credits;
    if (!credits.hasRoom() && !credits.starve()) {
      return Next.WAIT_FOR_CREDIT;
    }
    try {
      ShardReader open = opened();
      Fetch fetch =
          open.fetch(
              Math.min(FETCH_RECORDS, credits.records()), Math.min(FETCH_BYTES, credits.bytes()));
      recovered();
      return taken(fetch, nowNanos);
    } catch (SourceException e) {
      return failed(e, nowNanos);
    } catch (RuntimeException | LinkageError e) {
      return failed(
          new SourceException(Kind.CORRUPT, "the connector failed unexpectedly: " + e, e),
          nowNanos);
    }
  }

  /** Whether waiting for records or after an error is over. */
  boolean wakes(long nowNanos) {
    if (wakeAtNanos - nowNanos <= 0) {
      return true;
    }
    ShardReader open = reader;
    return failures == 0 && open != null && open.mayHaveRecords();
  }

  /** When {@link #wakes} becomes true by itself. */
  long wakeAtNanos() {
    return wakeAtNanos;
  }

  /** Whether it is to stand still while the engine's checkpoint store fails. */
  boolean needsStore() {
    return lane.needsStore;
  }

  boolean starved() {
    return !lane.credits.hasRoom();
  }

  /** Whether the last turn brought records. */
  boolean foundRecords() {
    return foundRecords;
  }

  void settledThrough(String position) {
    if (reader != null) {
      reader.settledThrough(position);
    }
  }

  /** Once a second: how far behind the end it is. */
  void measureLag(long nowNanos) {
    if (reader != null && nextLagNanos - nowNanos <= 0) {
      nextLagNanos = nowNanos + LAG_EVERY_NANOS;
      lane.gauges.lag(reader.lag());
    }
  }

  void close() {
    ShardReader open = reader;
    reader = null;
    if (open != null) {
      open.close();
    }
  }

  private ShardReader opened() throws SourceException {
    ShardReader open = reader;
    if (open == null) {
      open = opening.open(from);
      reader = open;
      open.wakeBy(bell);
      if (!announced || !open.exact()) {
        announced = true;
        lane.ring.publishOpened(lane.target, open.startedAfter(), open.exact());
      }
      from = new ReadFrom.After(open.startedAfter());
    }
    return open;
  }

  private Next taken(Fetch fetch, long nowNanos) {
    int count = fetch.records().size();
    foundRecords = count > 0;
    if (count > 0) {
      lane.meters.add(Meter.FETCHES, 1);
      lane.meters.add(Meter.RECORDS_POLLED, count);
      lane.meters.add(Meter.BYTES_POLLED, fetch.bytes());
      lane.credits.take(count, fetch.bytes());
      from = new ReadFrom.After(fetch.records().get(count - 1).position());
      pauseNanos = SHORTEST_PAUSE_NANOS;
    }
    if (count > 0 || fetch.progress() == Progress.SHARD_ENDED) {
      lane.ring.publish(lane.target, fetch);
    }
    if (fetch.progress() == Progress.SHARD_ENDED) {
      lane.gauges.lag(0);
      return Next.NOTHING;
    }
    if (fetch.progress() == Progress.MORE) {
      measureLag(nowNanos);
      return Next.FETCH;
    }
    lane.gauges.lag(0);
    wakeAtNanos = nowNanos + pauseNanos;
    pauseNanos = Math.min(pauseNanos * 2, idlePauseNanos);
    return Next.WAIT_FOR_RECORDS;
  }

  private Next failed(SourceException e, long nowNanos) {
    failures++;
    foundRecords = false;
    lane.meters.add(Meter.FETCH_ERRORS, 1);
    String sentence = String.valueOf(e.getMessage());
    if (!sentence.equals(problem)) {
      problem = sentence;
      lane.gauges.fetchProblem(sentence);
      lane.problems.accept(sentence);
    }
    if (e.kind() != Kind.THROTTLED && e.kind() != Kind.UNAVAILABLE) {
      close();
    }
    wakeAtNanos = nowNanos + Backoff.OUTSIDE.nanos(failures, 0);
    return Next.WAIT_AFTER_ERROR;
  }

  private void recovered() {
    if (failures > 0) {
      failures = 0;
      problem = "";
      lane.gauges.fetchProblem("");
    }
  }
}
