/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.benchmarks;

import io.forebay.engine.agent.Agent;
import io.forebay.engine.agent.AgentRunner;
import io.forebay.engine.agent.Clock;
import io.forebay.engine.agent.Doorbell;
import io.forebay.engine.ring.FetchRing;
import io.forebay.engine.ring.FetchTarget;
import io.forebay.handler.SourceRecord;
import io.forebay.source.Fetch;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The hop from pump to worker: a fetch of 100 records is published as one slot and drained, where
 * the worker looks at each record. Nanoseconds a record, but for {@link #wake}: nanoseconds from
 * publish to delivery for a worker that was asleep.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class RingHop {

  private static final int RECORDS = 100;
  private static final int SLOTS_A_DRAIN = 32;

  /** A worker that only counts, on the engine's own runner: works, lingers, sleeps. */
  @State(Scope.Benchmark)
  @SuppressWarnings("NullAway.Init") // JMH fills it
  public static class Busy {
    private final Fetch fetch =
        new Fetch(List.of(KeyedRecord.many(RECORDS, 1_000)), RECORDS * 200L, Fetch.Progress.MORE);
    private final Counting counting = new Counting();
    private FetchRing ring;
    private AgentRunner runner;

    /** Starts the worker. */
    @Setup
    public void start() {
      Doorbell bell = new Doorbell();
      ring = new FetchRing(bell);
      runner = AgentRunner.start(new Drainer(ring), bell, Clock.system());
    }

    /** Ends it. */
    @TearDown
    public void end() {
      runner.close();
    }
  }

  /** The ring alone, both ends on one thread. */
  @State(Scope.Thread)
  public static class Alone {
    private final Fetch fetch =
        new Fetch(List.of(KeyedRecord.many(RECORDS, 1_000)), RECORDS * 200L, Fetch.Progress.MORE);
    private final Counting counting = new Counting();
    private final FetchRing ring = new FetchRing(new Doorbell());
  }

  /** A worker that is always asleep when the fetch comes. */
  @State(Scope.Benchmark)
  public static class Asleep {
    private final Fetch fetch =
        new Fetch(List.of(KeyedRecord.many(RECORDS, 1_000)), RECORDS * 200L, Fetch.Progress.MORE);
    private final Counting counting = new Counting();
    private final Doorbell bell = new Doorbell();
    private final FetchRing ring = new FetchRing(bell);
    private final Thread worker = new Thread(this::work, "worker");
    private volatile boolean running = true;

    /** Starts the worker. */
    @Setup
    public void start() {
      worker.setDaemon(true);
      worker.start();
    }

    /** Waits until it sleeps. */
    @Setup(Level.Invocation)
    public void untilAsleep() {
      while (worker.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
    }

    /** Ends it. */
    @TearDown
    public void end() {
      running = false;
      bell.ring();
    }

    private void work() {
      while (running) {
        if (ring.drain(SLOTS_A_DRAIN) == 0) {
          bell.sleepUntil(Agent.NEVER, () -> !running || !ring.isEmpty(), Clock.system());
        }
      }
    }
  }

  /** Both ends on one thread: what the ring itself costs. */
  @Benchmark
  @OperationsPerInvocation(RECORDS)
  public long alone(Alone state) {
    state.ring.publish(state.counting, state.fetch);
    state.ring.drain(SLOTS_A_DRAIN);
    return state.counting.bytes;
  }

  /** One pump, one worker. */
  @Benchmark
  @OperationsPerInvocation(RECORDS)
  @Threads(1)
  public void onePump(Busy state) {
    state.ring.publish(state.counting, state.fetch);
  }

  /** Two pumps, one worker; the figure is that of each pump. */
  @Benchmark
  @OperationsPerInvocation(RECORDS)
  @Threads(2)
  public void twoPumps(Busy state) {
    state.ring.publish(state.counting, state.fetch);
  }

  /** From publish to delivery, the worker being asleep on its bell. */
  @Benchmark
  @BenchmarkMode(Mode.SampleTime)
  public void wake(Asleep state) {
    long before = state.counting.fetches;
    state.ring.publish(state.counting, state.fetch);
    while (state.counting.fetches == before) {
      Thread.onSpinWait();
    }
  }

  /** Looks at each record, as a worker must. */
  private static final class Counting implements FetchTarget {
    private volatile long fetches;
    private long bytes;

    @Override
    public void onOpened(String startedAfter, boolean exact) {}

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread counts
    public void onFetch(Fetch fetch) {
      List<SourceRecord> records = fetch.records();
      for (int i = 0; i < records.size(); i++) {
        bytes += records.get(i).size();
      }
      fetches++;
    }
  }

  private record Drainer(FetchRing ring) implements Agent {
    @Override
    public String role() {
      return "drainer";
    }

    @Override
    public int doWork() {
      return ring.drain(SLOTS_A_DRAIN);
    }

    @Override
    public long nextDeadlineNanos() {
      return NEVER;
    }

    @Override
    public boolean hasInput() {
      return !ring.isEmpty();
    }
  }
}
