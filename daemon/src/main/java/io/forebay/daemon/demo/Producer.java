/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.demo;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;

/**
 * Appends the script to the streams on a thread of its own, from where the streams end. Sole writer
 * of its counters, which any thread may read.
 */
final class Producer {

  private static final long NANOS_PER_SECOND = 1_000_000_000;
  private static final int PACE_EVERY = 64;

  private final Script script;
  private final DemoStream flights;
  private final DemoStream reports;
  private final int recordsPerSecond;
  private final AtomicLongArray appended;
  private final Thread thread = new Thread(this::run, "demo-producer");
  private volatile boolean stopped;
  private volatile boolean finished;
  private volatile Optional<Exception> failure = Optional.empty();

  /**
   * Of this script into these streams.
   *
   * @param recordsPerSecond most records a second; 0: as fast as it goes
   */
  Producer(Script script, DemoStream flights, DemoStream reports, int recordsPerSecond)
      throws IOException {
    this.script = script;
    this.flights = flights;
    this.reports = reports;
    this.recordsPerSecond = recordsPerSecond;
    appended = new AtomicLongArray(flights.shards() + 1);
    for (int shard = 0; shard < flights.shards(); shard++) {
      appended.set(shard, flights.count(shard));
    }
    appended.set(flights.shards(), reports.count(0));
  }

  void start() {
    thread.setDaemon(true);
    thread.start();
  }

  /** Ends the thread before its time, and waits for that. */
  void stop() throws InterruptedException {
    stopped = true;
    LockSupport.unpark(thread);
    thread.join();
  }

  /** Whether everything was appended. */
  boolean finished() {
    return finished;
  }

  /** Why it ended before it had finished. */
  Optional<Exception> failure() {
    return failure;
  }

  /** Records a shard of the flights holds. */
  long appended(int shard) {
    return appended.get(shard);
  }

  /** Manual reports in their stream. */
  long appendedReports() {
    return appended.get(flights.shards());
  }

  private void run() {
    try {
      append();
    } catch (IOException | RuntimeException e) {
      failure = Optional.of(e);
    }
  }

  private void append() throws IOException {
    long[] skip = new long[flights.shards()];
    for (int shard = 0; shard < skip.length; shard++) {
      skip[shard] = appended.get(shard);
    }
    long skipReports = appendedReports();
    int report = 0;
    long begin = System.nanoTime();
    long fresh = 0;
    for (long number = 0; number < script.total() && !stopped; number++) {
      while (report < script.reports().size() && script.placeOf(report) <= number) {
        if (report >= skipReports) {
          append(script.reports().get(report));
        }
        report++;
      }
      Flight flight = script.flight(number);
      int shard = flights.shardOf(flight.origin());
      if (skip[shard] > 0) {
        skip[shard]--;
        continue;
      }
      flights.append(flight.origin(), flight.toJson(number));
      appended.incrementAndGet(shard);
      fresh++;
      pace(begin, fresh);
    }
    finished = !stopped;
  }

  private void append(ManualReport report) throws IOException {
    reports.append(report.key(), report.data());
    appended.incrementAndGet(flights.shards());
  }

  /** Waits until so many records are due. */
  private void pace(long begin, long count) {
    if (recordsPerSecond == 0 || count % PACE_EVERY != 0) {
      return;
    }
    long due = begin + count * NANOS_PER_SECOND / recordsPerSecond;
    for (long left = due - System.nanoTime(); left > 0 && !stopped; ) {
      LockSupport.parkNanos(this, left);
      left = due - System.nanoTime();
    }
  }
}
