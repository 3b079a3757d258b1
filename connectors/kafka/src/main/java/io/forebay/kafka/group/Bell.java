/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.kafka.group;

import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Wakes the poller where it waits by itself, not in the Kafka client. Threads: any may ring. */
final class Bell {

  private final AtomicReference<@Nullable Thread> sleeper = new AtomicReference<>();

  void ring() {
    Thread thread = sleeper.get();
    if (thread != null) {
      LockSupport.unpark(thread);
    }
  }

  /** Waits until rung, or so long; may return early. A ring between two waits is kept. */
  void await(long nanos) {
    sleeper.set(Thread.currentThread());
    LockSupport.parkNanos(this, nanos);
  }
}
