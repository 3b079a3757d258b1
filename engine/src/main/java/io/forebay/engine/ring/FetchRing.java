/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine.ring;

import com.lmax.disruptor.EventPoller;
import com.lmax.disruptor.InsufficientCapacityException;
import com.lmax.disruptor.RingBuffer;
import io.forebay.engine.agent.Doorbell;
import io.forebay.source.Fetch;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A worker's ring: any pump publishes, the worker polls. A full ring makes the pump wait, never the
 * worker.
 */
public final class FetchRing {

  /** Slots of a ring. One holds one fetch, so this bounds how far pumps may run ahead. */
  public static final int SLOTS = 256;

  private static final long FULL_RING_PAUSE_NANOS = 50_000;

  private final RingBuffer<Slot> buffer;
  private final EventPoller<Slot> poller;

  /** A ring that rings this bell on every publish. */
  public FetchRing(Doorbell bell) {
    buffer = RingBuffer.createMultiProducer(Slot::new, SLOTS, bell);
    poller = buffer.newPoller();
    buffer.addGatingSequences(poller.getSequence());
  }

  /** Pump: hands over a fetch. Waits while the ring is full. */
  public void publish(FetchTarget target, Fetch fetch) {
    long sequence = claim();
    Slot slot = buffer.get(sequence);
    slot.target = target;
    slot.fetch = fetch;
    buffer.publish(sequence);
  }

  /** Pump: tells that a reader is open. Waits while the ring is full. */
  public void publishOpened(FetchTarget target, String startedAfter, boolean exact) {
    long sequence = claim();
    Slot slot = buffer.get(sequence);
    slot.target = target;
    slot.startedAfter = startedAfter;
    slot.exact = exact;
    buffer.publish(sequence);
  }

  /**
   * Worker: takes what is there.
   *
   * @param limit most fetches to take
   * @return how many were taken
   */
  public int drain(int limit) {
    int[] left = {limit};
    try {
      poller.poll(
          (slot, sequence, endOfBatch) -> {
            slot.deliver();
            return --left[0] > 0;
          });
    } catch (Exception e) {
      throw new IllegalStateException("a fetch could not be taken in", e);
    }
    return limit - left[0];
  }

  /** Worker: whether a fetch waits. */
  public boolean isEmpty() {
    return poller.getSequence().get() >= buffer.getCursor();
  }

  /** Slots taken now; any thread. */
  public int used() {
    return SLOTS - (int) buffer.remainingCapacity();
  }

  private long claim() {
    while (true) {
      try {
        return buffer.tryNext();
      } catch (InsufficientCapacityException full) {
        LockSupport.parkNanos(FULL_RING_PAUSE_NANOS);
      }
    }
  }

  /** One slot; emptied as it is delivered, or the ring would keep records alive. */
  private static final class Slot {
    private @Nullable FetchTarget target;
    private @Nullable Fetch fetch;
    private @Nullable String startedAfter;
    private boolean exact;

    void deliver() {
      FetchTarget to = target;
      Fetch run = fetch;
      String opened = startedAfter;
      target = null;
      fetch = null;
      startedAfter = null;
      if (to != null && opened != null) {
        to.onOpened(opened, exact);
      } else if (to != null && run != null) {
        to.onFetch(run);
      }
    }
  }
}
