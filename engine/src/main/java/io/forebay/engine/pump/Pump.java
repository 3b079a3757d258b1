/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine.pump;

import io.forebay.engine.agent.Agent;
import io.forebay.engine.agent.Clock;
import io.forebay.engine.agent.Doorbell;
import io.forebay.engine.agent.Inbox;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * A thread that reads many shards: those with records in turn, one fetch each; idle ones by a look
 * every now and then that costs no I/O; those without credit when the worker has given some back.
 */
public final class Pump implements Agent {

  private static final int MESSAGES_PER_PASS = 1_000;

  /** Turns in one pass, so that commands are not kept waiting. */
  private static final int TURNS_PER_PASS = 64;

  /** How often idle shards are looked at: soon after they were busy, then ever less often. */
  private static final long SHORTEST_LOOK_NANOS = 500_000;

  private static final long LONGEST_LOOK_NANOS = 20_000_000;

  private final int number;
  private final Clock clock;
  private final Doorbell bell;
  private final Inbox inbox;
  private final Deque<ShardPump> busy = new ArrayDeque<>();
  private final List<ShardPump> idle = new ArrayList<>();
  private final List<ShardPump> starved = new ArrayList<>();
  private final List<ShardPump> parked = new ArrayList<>();
  private long lookPauseNanos = SHORTEST_LOOK_NANOS;
  private long nextLookNanos;
  private boolean held;

  /** A pump without shards. */
  public Pump(int number, Clock clock, Doorbell bell) {
    this.number = number;
    this.clock = clock;
    this.bell = bell;
    inbox = new Inbox(bell);
    nextLookNanos = clock.nanos();
  }

  /** Rung when credit comes back. */
  public Doorbell bell() {
    return bell;
  }

  /** Supervisor: begins to read a shard. */
  public void add(ShardPump shard) {
    shard.wakeBy(() -> inbox.put(this::onWoken));
    inbox.put(() -> busy.add(shard));
  }

  /**
   * Supervisor: ends reading a shard.
   *
   * @param then run on this thread once its reader is closed
   */
  public void remove(ShardPump shard, Runnable then) {
    inbox.put(() -> onRemove(shard, then));
  }

  /** Supervisor: passes on how far the shard's checkpoint is stored. */
  public void settledThrough(ShardPump shard, String position) {
    inbox.put(() -> onSettledThrough(shard, position));
  }

  /** Supervisor: stops fetching for the engine's checkpoint store, or lets it go on. */
  public void hold(boolean stop) {
    inbox.put(() -> onHold(stop));
  }

  @Override
  public String role() {
    return "pump-" + number;
  }

  @Override
  public int doWork() {
    int work = inbox.drain(MESSAGES_PER_PASS);
    long now = clock.nanos();
    work += feedStarved();
    if (nextLookNanos - now <= 0) {
      work += lookAtIdle(now);
    }
    for (int turns = Math.min(busy.size(), TURNS_PER_PASS); turns > 0; turns--) {
      ShardPump shard = busy.remove();
      if (held && shard.needsStore()) {
        parked.add(shard);
        continue;
      }
      sort(shard, shard.turn(now));
      if (shard.foundRecords()) {
        lookPauseNanos = SHORTEST_LOOK_NANOS;
      }
      work++;
    }
    return work;
  }

  @Override
  public long nextDeadlineNanos() {
    if (!busy.isEmpty()) {
      return clock.nanos();
    }
    return idle.isEmpty() ? NEVER : nextLookNanos;
  }

  @Override
  public boolean hasInput() {
    return !inbox.isEmpty() || !busy.isEmpty() || creditIsBack();
  }

  @Override
  public void onClose() {
    busy.forEach(ShardPump::close);
    idle.forEach(ShardPump::close);
    starved.forEach(ShardPump::close);
    parked.forEach(ShardPump::close);
  }

  private void sort(ShardPump shard, ShardPump.Next next) {
    switch (next) {
      case FETCH -> busy.add(shard);
      case WAIT_FOR_CREDIT -> starved.add(shard);
      case WAIT_FOR_RECORDS, WAIT_AFTER_ERROR -> {
        if (idle.isEmpty()) {
          nextLookNanos = clock.nanos() + lookPauseNanos;
        }
        idle.add(shard);
      }
      case NOTHING -> {} // its reader stays open to be told of the last checkpoint
    }
  }

  private int feedStarved() {
    int fed = 0;
    for (int i = starved.size() - 1; i >= 0; i--) {
      ShardPump shard = starved.get(i);
      if (!shard.starved()) {
        take(starved, i);
        busy.add(shard);
        fed++;
      }
    }
    return fed;
  }

  private int lookAtIdle(long nowNanos) {
    int woken = 0;
    for (int i = idle.size() - 1; i >= 0; i--) {
      ShardPump shard = idle.get(i);
      if (shard.wakes(nowNanos)) {
        take(idle, i);
        busy.add(shard);
        woken++;
      }
    }
    for (ShardPump shard : starved) {
      shard.measureLag(nowNanos);
    }
    lookPauseNanos = Math.min(lookPauseNanos * 2, LONGEST_LOOK_NANOS);
    nextLookNanos = nowNanos + lookPauseNanos;
    return woken;
  }

  private boolean creditIsBack() {
    for (ShardPump shard : starved) {
      if (!shard.starved()) {
        return true;
      }
    }
    return false;
  }

  private void onRemove(ShardPump shard, Runnable then) {
    busy.remove(shard);
    idle.remove(shard);
    starved.remove(shard);
    parked.remove(shard);
    shard.close();
    then.run();
  }

  private void onHold(boolean stop) {
    held = stop;
    if (!stop) {
      busy.addAll(parked);
      parked.clear();
    }
  }

  /** A reader has records: the next look is now. */
  private void onWoken() {
    nextLookNanos = clock.nanos();
  }

  private void onSettledThrough(ShardPump shard, String position) {
    shard.settledThrough(position);
  }

  /** Takes out without shifting: the order of these lists means nothing. */
  private static void take(List<ShardPump> list, int index) {
    int last = list.size() - 1;
    list.set(index, list.get(last));
    list.remove(last);
  }
}
