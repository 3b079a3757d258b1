/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.proof;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.forebay.chronicle.ChronicleStream;
import io.forebay.source.SourceException;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/** Appends numbered records of many keys, one of them hot, in bursts until it is told to stop. */
final class Producer implements AutoCloseable {

  private static final int KEYS = 60;
  private static final int LARGEST_BURST = 40;
  private static final long PAUSE_NANOS = 20_000_000;

  private final ChronicleStream stream;
  private final Random random;
  private final long[] next = new long[KEYS];
  private final CompletableFuture<Integer> appended;
  private volatile boolean stop;

  Producer(ChronicleStream stream, long seed) {
    this.stream = stream;
    random = new Random(seed);
    appended = CompletableFuture.supplyAsync(this::run);
  }

  /** Stops it; how many records it has appended. */
  int stop() {
    stop = true;
    return appended.join();
  }

  @Override
  public void close() {
    stop = true;
    appended.handle((count, failure) -> count).join();
  }

  private int run() {
    int count = 0;
    while (!stop) {
      for (int left = 1 + random.nextInt(LARGEST_BURST); left > 0; left--) {
        append(random.nextInt(8) == 0 ? 0 : random.nextInt(KEYS));
        count++;
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    return count;
  }

  private void append(int key) {
    try {
      byte[] data = LedgerLine.data(next[key]++, random.nextInt(200)).getBytes(UTF_8);
      stream.append("key-" + key, data);
    } catch (SourceException e) {
      throw new AssertionError(e);
    }
  }
}
