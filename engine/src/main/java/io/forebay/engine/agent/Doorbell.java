/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine.agent;

import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.SequenceBarrier;
import com.lmax.disruptor.WaitStrategy;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Wakes a sleeping agent. One bell serves all of an agent's inboxes; as the wait strategy of a ring
 * it is rung by every publish.
 *
 * <p>Any thread may ring; one thread sleeps.
 */
public final class Doorbell implements WaitStrategy {

  private volatile @Nullable Thread sleeper;

  /** Wakes the sleeper, if it sleeps; otherwise costs a fence and a read. */
  public void ring() {
    // What rang was stored with release only. Without a full fence the load below may pass that
    // store, see nobody asleep, and the sleeper may have looked before the store: a lost wake-up.
    VarHandle.fullFence();
    Thread thread = sleeper;
    if (thread != null) {
      LockSupport.unpark(thread);
    }
  }

  /**
   * Sleeps until rung or until the deadline, unless there is input already. May return early.
   *
   * @param deadlineNanos on the clock's nanos; {@link Agent#NEVER}
   * @param hasInput looks at everything that rings this bell
   */
  public void sleepUntil(long deadlineNanos, BooleanSupplier hasInput, Clock clock) {
    sleeper = Thread.currentThread();
    try {
      VarHandle.fullFence();
      if (hasInput.getAsBoolean()) {
        return;
      }
      if (deadlineNanos == Agent.NEVER) {
        LockSupport.park(this);
      } else {
        long nanos = deadlineNanos - clock.nanos();
        if (nanos > 0) {
          LockSupport.parkNanos(this, nanos);
        }
      }
    } finally {
      sleeper = null;
    }
  }

  @Override
  public void signalAllWhenBlocking() {
    ring();
  }

  /** Never used: readers poll, and wait by {@link #sleepUntil}. */
  @Override
  public long waitFor(long sequence, Sequence cursor, Sequence dependent, SequenceBarrier barrier) {
    throw new IllegalStateException("a doorbell is for polled rings");
  }
}
