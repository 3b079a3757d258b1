/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine.worker;

import io.forebay.engine.agent.Agent;
import io.forebay.engine.dispatch.Invocation;
import io.forebay.engine.worker.BatchRun.State;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The batches of a shard that are out, oldest first: a handful, so that looking at each costs less
 * than an index would. Confined to the worker.
 */
final class RunList implements Iterable<BatchRun> {

  private final List<BatchRun> runs = new ArrayList<>(1);

  void add(BatchRun run) {
    runs.add(run);
  }

  void remove(BatchRun run) {
    runs.remove(run);
  }

  void removeIf(Predicate<BatchRun> which) {
    runs.removeIf(which);
  }

  void clear() {
    runs.clear();
  }

  boolean isEmpty() {
    return runs.isEmpty();
  }

  int size() {
    return runs.size();
  }

  boolean contains(BatchRun run) {
    return runs.contains(run);
  }

  /** By age, 0 being the oldest. */
  BatchRun get(int index) {
    return runs.get(index);
  }

  /** Oldest first. */
  @Override
  public Iterator<BatchRun> iterator() {
    return runs.iterator();
  }

  /** The oldest in this state. */
  @Nullable BatchRun first(State state) {
    for (BatchRun run : runs) {
      if (run.state == state) {
        return run;
      }
    }
    return null;
  }

  /** The one this invocation runs. */
  @Nullable BatchRun of(Invocation invocation) {
    for (BatchRun run : runs) {
      if (run.invocation == invocation) {
        return run;
      }
    }
    return null;
  }

  /** The one whose first open record is at this place. */
  @Nullable BatchRun at(long place) {
    for (BatchRun run : runs) {
      if (run.place(run.from()) == place) {
        return run;
      }
    }
    return null;
  }

  /** When the first state runs out that does so by itself. */
  long nextDeadlineNanos() {
    long next = Agent.NEVER;
    for (BatchRun run : runs) {
      if (run.state == State.WAITING || run.state == State.RUNNING || run.state == State.OVERDUE) {
        next = Math.min(next, run.untilNanos);
      }
    }
    return next;
  }

  /** With the handler. */
  int inFlight() {
    return count(State.RUNNING) + count(State.OVERDUE);
  }

  /** Between two attempts. */
  int waiting() {
    return count(State.WAITING) + count(State.DUE);
  }

  private int count(State state) {
    int count = 0;
    for (BatchRun run : runs) {
      count += run.state == state ? 1 : 0;
    }
    return count;
  }
}
