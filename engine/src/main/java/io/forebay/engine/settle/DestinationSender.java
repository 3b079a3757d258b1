/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine.settle;

import io.forebay.engine.agent.Agent;
import io.forebay.engine.agent.Backoff;
import io.forebay.engine.agent.Clock;
import io.forebay.engine.agent.Doorbell;
import io.forebay.engine.agent.Inbox;
import io.forebay.source.FailedBatch;
import io.forebay.source.FailureDestination;
import io.forebay.source.SourceException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Sends discarded batches to the destinations of one kind. A destination that fails is tried again
 * with backoff, for as long as it takes, while the others go on; nothing is ever dropped here.
 */
public final class DestinationSender implements Agent {

  private static final int MESSAGES_PER_PASS = 1_000;

  private final String kind;
  private final Clock clock;
  private final Inbox inbox;
  private final List<Line> lines = new ArrayList<>();

  /** A sender for this kind of destination. */
  public DestinationSender(String kind, Clock clock, Doorbell bell) {
    this.kind = kind;
    this.clock = clock;
    inbox = new Inbox(bell);
  }

  /**
   * The way to a destination.
   *
   * @param health told the fault of each failed try, and nothing once one succeeds again
   */
  public DiscardSink to(FailureDestination destination, Consumer<Optional<String>> health) {
    Line line = new Line(destination, health);
    return (batch, delivered) -> inbox.put(() -> line.add(new Pending(batch, delivered)));
  }

  /** Closes a destination, and forgets what still waits for it: it will be delivered again. */
  public void close(FailureDestination destination) {
    inbox.put(
        () -> {
          lines.removeIf(line -> line.destination == destination);
          destination.close();
        });
  }

  @Override
  public String role() {
    return "sender-" + kind;
  }

  @Override
  public int doWork() {
    int work = inbox.drain(MESSAGES_PER_PASS);
    for (int i = lines.size() - 1; i >= 0; i--) {
      Line line = lines.get(i);
      if (clock.nanos() - line.nextTryNanos >= 0) {
        work += line.sendOne();
      }
      if (line.waiting.isEmpty()) {
        lines.remove(i);
      }
    }
    return work;
  }

  @Override
  public long nextDeadlineNanos() {
    long next = NEVER;
    for (Line line : lines) {
      next = Math.min(next, line.nextTryNanos);
    }
    return next;
  }

  @Override
  public boolean hasInput() {
    return !inbox.isEmpty();
  }

  @Override
  public void onClose() {
    inbox.drain(MESSAGES_PER_PASS);
  }

  private record Pending(FailedBatch batch, Runnable delivered) {}

  /** What waits for one destination; in {@code lines} while anything does. */
  private final class Line {
    private final FailureDestination destination;
    private final Consumer<Optional<String>> health;
    private final Deque<Pending> waiting = new ArrayDeque<>();
    private long nextTryNanos = clock.nanos();
    private int failures;

    Line(FailureDestination destination, Consumer<Optional<String>> health) {
      this.destination = destination;
      this.health = health;
    }

    void add(Pending pending) {
      if (waiting.isEmpty()) {
        lines.add(this);
      }
      waiting.add(pending);
    }

    int sendOne() {
      Pending first = waiting.element();
      try {
        destination.send(first.batch);
      } catch (SourceException | RuntimeException e) {
        failures++;
        nextTryNanos = clock.nanos() + Backoff.OUTSIDE.nanos(failures, 0);
        health.accept(
            Optional.of("failure destination " + destination.name() + ": " + e.getMessage()));
        return 0;
      }
      if (failures > 0) {
        failures = 0;
        health.accept(Optional.empty());
      }
      waiting.remove();
      first.delivered.run();
      return 1;
    }
  }
}
