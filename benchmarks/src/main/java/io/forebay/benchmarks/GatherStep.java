/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.benchmarks;

import io.forebay.engine.batch.Gathering;
import io.forebay.engine.batch.InOrder;
import io.forebay.engine.batch.KeySlots;
import io.forebay.engine.batch.PayloadSize;
import io.forebay.engine.batch.Places;
import io.forebay.handler.SourceRecord;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A record's way through gathering: added, taken into a batch, its slot released. The figure is
 * nanoseconds a record, with two batches for each place in flight standing in the queue, as in a
 * busy shard.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class GatherStep {

  private static final int RECORDS = 1_000;
  private static final long PAYLOAD_LIMIT = 6L << 20;

  private static final PayloadSize SIZE = new PayloadSize(420);

  /** Records that come round and round. */
  private static final int DIFFERENT = 1 << 16;

  /** One batch at a time. */
  @State(Scope.Thread)
  public static class Ordered {
    @Param({"100", "1000"})
    int batch;

    final Step step = Step.inOrder(1_000);

    /** Fills the queue. */
    @Setup
    public void fill() {
      step.standing = 2 * batch;
      step.turn(batch);
    }
  }

  /** By key, several at a time. */
  @State(Scope.Thread)
  @SuppressWarnings("NullAway.Init") // JMH fills it
  public static class ByKey {
    @Param({"100", "1000"})
    int batch;

    @Param({"1000", "100000"})
    int keys;

    @Param({"1", "10"})
    int inFlight;

    Step step;

    /** Fills the queue. */
    @Setup
    public void fill() {
      step = Step.byKey(inFlight, keys);
      step.standing = Math.min(8_192 - RECORDS, 2 * batch * inFlight);
      step.turn(batch);
    }
  }

  /** Factor 1. */
  @Benchmark
  @OperationsPerInvocation(RECORDS)
  public int inOrder(Ordered state) {
    return state.step.turn(state.batch);
  }

  /** Factor above 1. */
  @Benchmark
  @OperationsPerInvocation(RECORDS)
  public int keySlots(ByKey state) {
    return state.step.turn(state.batch);
  }

  /** Feeds records in and takes batches out until only the standing ones are left. */
  static final class Step {
    private final Gathering gathering;
    private final int inFlight;
    private final SourceRecord[] records;
    private final Deque<Places> running = new ArrayDeque<>();
    private int standing;
    private int waiting;
    private long place;

    private Step(Gathering gathering, int inFlight, SourceRecord[] records) {
      this.gathering = gathering;
      this.inFlight = inFlight;
      this.records = records;
    }

    static Step inOrder(int keys) {
      SourceRecord[] records = KeyedRecord.many(DIFFERENT, keys);
      return new Step(
          new InOrder(place -> SIZE.of(records[(int) place & (DIFFERENT - 1)])), 1, records);
    }

    static Step byKey(int inFlight, int keys) {
      return new Step(new KeySlots(SIZE), inFlight, KeyedRecord.many(DIFFERENT, keys));
    }

    int turn(int batch) {
      SourceRecord[] fetch = new SourceRecord[RECORDS];
      for (int i = 0; i < RECORDS; i++) {
        fetch[i] = records[(int) (place + i) & (DIFFERENT - 1)];
      }
      gathering.addAll(place, Arrays.asList(fetch), SIZE.bound(RECORDS, 300L * RECORDS));
      place += RECORDS;
      waiting += RECORDS;
      int batches = 0;
      while (waiting > standing) {
        if (running.size() == inFlight || gathering.ready() == 0) {
          gathering.release(running.remove().slots());
        }
        if (gathering.ready() > 0) {
          Places taken = gathering.take(batch, PAYLOAD_LIMIT);
          waiting -= taken.places().length;
          running.add(taken);
          batches++;
        }
      }
      return batches;
    }
  }
}
