/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine.mapping;

import io.forebay.engine.agent.Agent;
import io.forebay.engine.agent.Clock;
import io.forebay.engine.agent.Doorbell;
import io.forebay.engine.agent.Inbox;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Starts, stops and watches mappings: the only thread that moves them from state to state. Blocks
 * on nothing; what may block runs on opener threads, the checkpoint-writer and the pumps, and
 * answers through the inbox.
 */
final class Supervisor implements Agent {

  private static final int MESSAGES_PER_PASS = 1_000;

  private final Clock clock;
  private final Inbox inbox;
  private final Map<String, MappingControl> mappings = new LinkedHashMap<>();
  private @Nullable Threads threads;
  private @Nullable Runnable whenAllRest;
  private String storeProblem = "";

  Supervisor(Clock clock, Doorbell bell) {
    this.clock = clock;
    inbox = new Inbox(bell);
  }

  /** Runs this on the supervisor's thread. Any thread. */
  void put(Runnable message) {
    inbox.put(message);
  }

  /** The threads to hand shards to; before the first mapping. */
  void use(Threads engineThreads) {
    put(() -> threads = engineThreads);
  }

  Threads threads() {
    Threads known = threads;
    if (known == null) {
      throw new IllegalStateException("no threads yet");
    }
    return known;
  }

  Clock clock() {
    return clock;
  }

  /** Adds a mapping and starts it. Any thread. */
  void add(MappingControl mapping, String name) {
    put(
        () -> {
          mappings.put(name, mapping);
          mapping.onRest();
        });
  }

  /** The mapping is deleted. */
  void onGone(String name) {
    mappings.remove(name);
  }

  /** What is wrong with the checkpoint store; empty: nothing. */
  String storeProblem() {
    return storeProblem;
  }

  /** The store has begun to fail, or works again. Any thread. */
  void storeHealth(Optional<String> problem) {
    put(() -> onStoreHealth(problem));
  }

  /** Brings all mappings to rest. Any thread. */
  void restAll(Runnable then) {
    put(
        () -> {
          whenAllRest = then;
          List.copyOf(mappings.values()).forEach(MappingControl::onEngineClosing);
          restedMaybe();
        });
  }

  /** A mapping has come to rest. */
  void restedMaybe() {
    Runnable then = whenAllRest;
    if (then != null && mappings.values().stream().allMatch(MappingControl::rests)) {
      whenAllRest = null;
      then.run();
    }
  }

  @Override
  public String role() {
    return "supervisor";
  }

  @Override
  public int doWork() {
    int work = inbox.drain(MESSAGES_PER_PASS);
    long now = clock.nanos();
    for (MappingControl mapping : List.copyOf(mappings.values())) {
      if (mapping.nextDeadlineNanos() - now <= 0) {
        mapping.onTimer();
        work++;
      }
    }
    return work;
  }

  @Override
  public long nextDeadlineNanos() {
    long next = NEVER;
    for (MappingControl mapping : mappings.values()) {
      next = Math.min(next, mapping.nextDeadlineNanos());
    }
    return next;
  }

  @Override
  public boolean hasInput() {
    return !inbox.isEmpty();
  }

  private void onStoreHealth(Optional<String> problem) {
    storeProblem = problem.orElse("");
    threads().holdPumps(problem.isPresent());
    mappings.values().forEach(mapping -> mapping.board().storeHealth());
  }
}
