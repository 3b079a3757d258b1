/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine.worker;

import io.forebay.engine.agent.Agent;
import io.forebay.engine.agent.Clock;
import io.forebay.engine.agent.Doorbell;
import io.forebay.engine.agent.Inbox;
import io.forebay.engine.ring.FetchRing;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The thread that takes records from the ring to their checkpoint. Read {@link #doWork} for the
 * order of things; each stage is in its own package. It is the only writer of all its shards' state
 * and never blocks: handlers, checkpoint store and destinations answer through the inbox.
 *
 * <p>Time, randomness and I/O come in from outside, so that tests and simulations turn the very
 * same worker by hand.
 */
public final class Worker implements Agent {

  private final int number;
  private final Clock clock;
  private final RandomGenerator random;
  private final Doorbell bell;
  private final Inbox inbox;
  private final FetchRing ring;
  private final Deadlines deadlines = new Deadlines();
  private final PermitLines permitLines = new PermitLines();
  private final Deque<ShardWork> toSave = new ArrayDeque<>();
  private long nowNanos;
  private long nowMillis;

  /**
   * A worker without shards.
   *
   * @param number tells workers apart
   * @param random for jitter and invocation ids
   */
  public Worker(int number, Clock clock, RandomGenerator random, Doorbell bell) {
    this.number = number;
    this.clock = clock;
    this.random = random;
    this.bell = bell;
    inbox = new Inbox(bell);
    ring = new FetchRing(bell);
    readClock();
  }

  @Override
  public String role() {
    return "worker-" + number;
  }

  @Override
  public int doWork() {
    readClock();
    int work = inbox.drain(Limits.MESSAGES_PER_PASS); // answers first: they free permits and slots
    work += ring.drain(Limits.FETCHES_PER_PASS); // what pumps have fetched
    work += fireTimers(); // windows, retries, deadlines
    work += startInvocations(); // as far as permits go
    work += saveDirty(); // progress that has waited long enough
    return work;
  }

  @Override
  public long nextDeadlineNanos() {
    ShardWork oldest = nextToSave();
    return oldest == null
        ? deadlines.next()
        : Math.min(deadlines.next(), oldest.unsaved().dueNanos());
  }

  @Override
  public boolean hasInput() {
    return !inbox.isEmpty() || !ring.isEmpty() || permitLines.couldStart();
  }

  /** The ring pumps publish to. */
  public FetchRing ring() {
    return ring;
  }

  /** Rung by whatever this worker waits for. */
  public Doorbell bell() {
    return bell;
  }

  /** Supervisor: ends a shard's lease; its owner is told when it is over. */
  public void drain(ShardWork shard, long untilNanos) {
    inbox.put(() -> shard.onDrain(untilNanos));
  }

  /** Supervisor: ends a shard's lease at once. */
  public void fence(ShardWork shard) {
    inbox.put(shard::onFenced);
  }

  // Below: for the shards, on this thread unless they say otherwise.

  Clock clock() {
    return clock;
  }

  long nowNanos() {
    return nowNanos;
  }

  long nowMillis() {
    return nowMillis;
  }

  RandomGenerator random() {
    return random;
  }

  /** A random (version 4) UUID from the worker's own randomness. */
  UUID newId() {
    long most = (random.nextLong() & ~0xF000L) | 0x4000L;
    long least = (random.nextLong() >>> 2) | Long.MIN_VALUE;
    return new UUID(most, least);
  }

  /** Runs an answer on this thread. Any thread. */
  void put(Runnable answer) {
    inbox.put(answer);
  }

  void register(ShardWork shard) {
    permitLines.join(shard);
  }

  void deregister(ShardWork shard) {
    permitLines.leave(shard);
  }

  void setTimer(ShardWork shard, long atNanos) {
    deadlines.set(shard.timer(), atNanos);
  }

  void queueForPermit(ShardWork shard) {
    if (shard.enterLine()) {
      permitLines.add(shard);
    }
  }

  /** Something settled waits to be stored within the checkpoint interval. */
  void queueForSave(ShardWork shard) {
    if (shard.unsaved().enterQueue()) {
      toSave.add(shard);
    }
  }

  private void readClock() {
    nowNanos = clock.nanos();
    nowMillis = clock.millis();
  }

  private int fireTimers() {
    int fired = 0;
    ShardWork shard = deadlines.pollDue(nowNanos);
    while (shard != null) {
      shard.onTimer();
      fired++;
      shard = deadlines.pollDue(nowNanos);
    }
    return fired;
  }

  private int startInvocations() {
    int started = 0;
    ShardWork shard = permitLines.next();
    while (shard != null) {
      if (!shard.start()) {
        shard.scope().mapping().permits().giveBack();
      }
      started++;
      shard = permitLines.next();
    }
    return started;
  }

  private int saveDirty() {
    int due = 0;
    ShardWork shard = nextToSave();
    while (shard != null && shard.unsaved().dueNanos() - nowNanos <= 0) {
      toSave.remove();
      shard.unsaved().leaveQueue();
      shard.onSaveDue();
      due++;
      shard = nextToSave();
    }
    return due;
  }

  /** The shard whose checkpoint is due first; those stored since they queued go or move on. */
  private @Nullable ShardWork nextToSave() {
    ShardWork shard = toSave.peek();
    while (shard != null && (shard.closed() || !shard.unsaved().standsRight())) {
      toSave.remove();
      shard.unsaved().leaveQueue();
      if (!shard.closed() && shard.unsaved().dirty()) {
        queueForSave(shard);
      }
      shard = toSave.peek();
    }
    return shard;
  }
}
