/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.demo;

import io.forebay.daemon.process.StopSignal;
import io.forebay.engine.Engine;
import io.forebay.engine.Mapping;
import io.forebay.engine.MappingState;
import io.forebay.engine.MappingStatus;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;

/** Watches a run until everything is done, somebody stops it, or nothing moves any more. */
final class DemoLoop {

  private static final Duration LOOK_EVERY = Duration.ofMillis(100);
  private static final double STUCK_SECONDS = 60;

  private final Producer producer;
  private final ProgressWatch watch;
  private final Engine engine;
  private final StopSignal stop;
  private final Display display;

  DemoLoop(
      Producer producer, ProgressWatch watch, Engine engine, StopSignal stop, Display display) {
    this.producer = producer;
    this.watch = watch;
    this.engine = engine;
    this.stop = stop;
    this.display = display;
  }

  /**
   * How it ended.
   *
   * @param complete whether everything is done
   * @param failure why it can't be
   * @param flights flights handled by this process
   * @param seconds from the begin until they were
   */
  record End(boolean complete, Optional<String> failure, long flights, double seconds) {}

  End run() throws IOException, InterruptedException {
    Progress first = watch.read();
    producer.start();
    Progress now = first;
    double flightsDoneAt = 0;
    double movedAt = first.seconds();
    Optional<String> failure = Optional.empty();
    while (!now.complete() && failure.isEmpty() && !stop.await(LOOK_EVERY)) {
      Progress next = watch.read();
      if (next.movement() != now.movement()) {
        movedAt = next.seconds();
      }
      if (flights(next) > flights(now)) {
        flightsDoneAt = next.seconds();
      }
      now = next;
      display.show(now);
      failure = failure(now.seconds() - movedAt);
    }
    display.end(now);
    return new End(
        now.complete(), failure, flights(now) - flights(first), flightsDoneAt - first.seconds());
  }

  private static long flights(Progress progress) {
    return progress.shards().stream().mapToLong(Progress.Part::handled).sum();
  }

  private Optional<String> failure(double stillSeconds) {
    if (producer.failure().isPresent()) {
      return producer.failure().map(e -> "the producer failed: " + e.getMessage());
    }
    for (Mapping mapping : engine.mappings()) {
      MappingStatus status = mapping.status();
      if (status.state() == MappingState.DISABLED) {
        return Optional.of("mapping " + status.name() + " is disabled: " + status.reason());
      }
    }
    return stillSeconds > STUCK_SECONDS
        ? Optional.of("nothing has moved for a minute" + problems())
        : Optional.empty();
  }

  private String problems() {
    return engine.mappings().stream()
        .map(Mapping::status)
        .filter(status -> !status.problem().isEmpty())
        .map(status -> "; mapping " + status.name() + ": " + status.problem())
        .collect(Collectors.joining());
  }
}
