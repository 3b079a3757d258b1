/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.benchmarks;

import io.forebay.checkpoint.SettledMap;
import io.forebay.engine.settle.CompletionWindow;
import io.forebay.engine.settle.CompletionWindow.Numbering;
import io.forebay.handler.SourceRecord;
import java.util.Arrays;
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
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A record's way through the completion window, in nanoseconds a record. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class WindowStep {

  private static final int RECORDS = 4_000;
  private static final int DIFFERENT = 1 << 16;

  @Param({"100", "1000"})
  int batch;

  private final SourceRecord[] records = KeyedRecord.many(DIFFERENT, 1_000);
  private final CompletionWindow window = new CompletionWindow(SettledMap.EMPTY, Numbering.PLACES);
  private int next;
  private long freed;

  /** Batches settle in the order they were taken. */
  @Benchmark
  @OperationsPerInvocation(RECORDS)
  public long inOrder() {
    long first = trackAll();
    for (long from = first; from < first + RECORDS; from += batch) {
      settle(from);
    }
    return freed;
  }

  /** The oldest batch settles last, so that the window stays open at its full width. */
  @Benchmark
  @OperationsPerInvocation(RECORDS)
  public long oldestLast() {
    long first = trackAll();
    for (long from = first + RECORDS - batch; from >= first; from -= batch) {
      settle(from);
    }
    return freed;
  }

  /** The same, with the map for a checkpoint once a batch. */
  @Benchmark
  @OperationsPerInvocation(RECORDS)
  public long oldestLastWithMap() {
    long first = trackAll();
    for (long from = first + RECORDS - batch; from >= first; from -= batch) {
      settle(from);
      freed += window.settledMap().span();
    }
    return freed;
  }

  private long trackAll() {
    SourceRecord[] fetch = new SourceRecord[RECORDS];
    for (int i = 0; i < RECORDS; i++) {
      fetch[i] = nextRecord();
    }
    return window.track(Arrays.asList(fetch), RECORDS);
  }

  private SourceRecord nextRecord() {
    return records[next++ & (DIFFERENT - 1)];
  }

  private void settle(long from) {
    for (long place = from; place < from + batch; place++) {
      window.settle(place);
    }
    window.advance();
    freed += window.takeFreedBytes();
  }
}
