/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.proof;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/** Appends numbered records of many keys, one of them hot, in bursts until it is told to stop. */
public final class Producer implements AutoCloseable {

  /** Where it appends; called by its thread only. */
  @FunctionalInterface
  public interface Target {

    /** Appends one more. */
    void append(String key, byte[] data) throws Exception;

    /** A burst ends. */
    default void burstEnds() throws Exception {}
  }

  private static final int KEYS = 60;
  private static final int LARGEST_BURST = 40;
  private static final long PAUSE_NANOS = 20_000_000;

  private final Target target;
  private final Random random;
  private final long[] next = new long[KEYS];
  private final CompletableFuture<Integer> appended;
  private volatile boolean stop;

  /** Begins at once. */
  public Producer(Target target, long seed) {
    this.target = target;
    random = new Random(seed);
    // not of the common pool, which may have one thread only: two producers run together
    appended = CompletableFuture.supplyAsync(this::run, task -> new Thread(task).start());
  }

  /** Stops it; how many records it has appended. */
  public int stop() {
    stop = true;
    return appended.join();
  }

  @Override
  public void close() {
    stop = true;
    appended.handle((count, failure) -> count).join();
  }

  private int run() {
    try {
      return appendUntilStopped();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private int appendUntilStopped() throws Exception {
    int count = 0;
    while (!stop) {
      for (int left = 1 + random.nextInt(LARGEST_BURST); left > 0; left--) {
        int key = random.nextInt(8) == 0 ? 0 : random.nextInt(KEYS);
        byte[] data = LedgerLine.data(next[key]++, random.nextInt(200)).getBytes(UTF_8);
        target.append("key-" + key, data);
        count++;
      }
      target.burstEnds();
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    return count;
  }
}
