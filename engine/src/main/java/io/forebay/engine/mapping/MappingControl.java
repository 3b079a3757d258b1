/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine.mapping;

import io.forebay.checkpoint.Checkpoint;
import io.forebay.engine.MappingDefinition;
import io.forebay.engine.MappingState;
import io.forebay.engine.MappingStatus;
import io.forebay.engine.agent.Agent;
import io.forebay.engine.agent.Backoff;
import io.forebay.engine.meter.MappingMeters;
import io.forebay.source.Shard;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One mapping's life. What somebody wants of it is its {@link Goal}; where it is on the way there
 * is its {@link Phase}; each message moves it one step on. Confined to the supervisor, but for the
 * methods that say otherwise.
 *
 * <pre>
 * RESTING → OPENING → LEASING → RUNNING → DRAINING → CLOSING → RESTING
 *              └ fails → WAITING → OPENING
 * </pre>
 */
final class MappingControl {

  /** Reason of a state that people asked for, in the platform's words (rule 1.7). */
  static final String BY_USER = "USER_INITIATED";

  private static final long DISCOVERY_NANOS = 30_000_000_000L;

  /** What is wanted. */
  private enum Goal {
    RUN,
    REST,
    BE_GONE
  }

  /** Where it is. */
  private enum Phase {
    RESTING,
    OPENING,
    WAITING,
    LEASING,
    RUNNING,
    DRAINING,
    CLOSING
  }

  private final Supervisor supervisor;
  private final Opener opener;
  private final ScopeMaker scopes;
  private final StatusBoard board;
  private final String owner;
  private final Waiters waiters = new Waiters();

  private MappingDefinition definition;
  private @Nullable RunningMapping running;
  private Goal goal;
  private Phase phase = Phase.RESTING;
  private boolean forgotten;
  private int failures;
  private long deadlineNanos = Agent.NEVER;

  MappingControl(
      Supervisor supervisor,
      MappingDefinition definition,
      ScopeMaker scopes,
      MappingView view,
      String owner) {
    this.supervisor = supervisor;
    this.definition = definition;
    this.scopes = scopes;
    this.owner = owner;
    opener = new Opener(supervisor);
    board = new StatusBoard(supervisor, view, scopes, definition.settings());
    goal = definition.settings().enabled() ? Goal.RUN : Goal.REST;
  }

  Threads threads() {
    return supervisor.threads();
  }

  MappingMeters meters() {
    return scopes.meters();
  }

  StatusBoard board() {
    return board;
  }

  boolean rests() {
    return phase == Phase.RESTING;
  }

  long nextDeadlineNanos() {
    return deadlineNanos;
  }

  // What people want.

  void onPause(CompletableFuture<MappingStatus> answer) {
    want(Goal.REST, MappingState.DISABLING, answer);
  }

  void onResume(CompletableFuture<MappingStatus> answer) {
    want(Goal.RUN, MappingState.ENABLING, answer);
  }

  void onDelete(CompletableFuture<MappingStatus> answer) {
    want(Goal.BE_GONE, MappingState.DELETING, answer);
  }

  void onUpdate(MappingDefinition changed, CompletableFuture<MappingStatus> answer) {
    boolean enabledBefore = definition.settings().enabled();
    boolean enabled = changed.settings().enabled();
    definition = changed;
    board.settings(changed.settings());
    if (enabled != enabledBefore) {
      if (enabled) {
        onResume(answer);
      } else {
        onPause(answer);
      }
    } else if (goal == Goal.RUN && phase != Phase.RESTING) {
      waiters.add(answer);
      board.show(MappingState.UPDATING, BY_USER);
      goDown();
    } else {
      answer.complete(board.status());
    }
  }

  void onEngineClosing() {
    goal = Goal.REST;
    waiters.fail("mapping '" + name() + "': the engine is closing");
    if (phase != Phase.RESTING) {
      board.show(MappingState.DISABLING, "ENGINE_STOPPED");
      goDown();
    }
  }

  /** Stops it for a reason that only people can mend. */
  void onUnusable(String why) {
    if (phase == Phase.RUNNING) {
      goal = Goal.REST;
      board.problem(why);
      board.show(MappingState.DISABLING, why);
      goDown();
    }
  }

  private void want(Goal wanted, MappingState onTheWay, CompletableFuture<MappingStatus> answer) {
    if (goal == Goal.BE_GONE) {
      answer.completeExceptionally(
          new IllegalStateException("mapping '" + name() + "' is being deleted"));
      return;
    }
    boolean there =
        (wanted == Goal.RUN && goal == Goal.RUN && phase == Phase.RUNNING)
            || (wanted == Goal.REST && phase == Phase.RESTING);
    if (goal != wanted) {
      waiters.fail("mapping '" + name() + "' was asked for something else meanwhile");
    }
    goal = wanted;
    if (there) {
      answer.complete(board.status());
      return;
    }
    waiters.add(answer);
    board.show(onTheWay, BY_USER);
    if (phase == Phase.RESTING) {
      onRest();
    } else if (wanted != Goal.RUN) {
      goDown();
    }
  }

  // On the way up.

  private void open() {
    phase = Phase.OPENING;
    deadlineNanos = Agent.NEVER;
    opener.open(definition, this::onOpened, this::onFailed);
  }

  private void onOpened(Resources opened) {
    if (goal != Goal.RUN) {
      close(opened);
      return;
    }
    phase = Phase.LEASING;
    opener.acquire(
        name(),
        owner,
        (epoch, checkpoints) -> onLeased(opened, epoch, checkpoints),
        fault -> onLeaseFailed(opened, fault));
  }

  private void onLeaseFailed(Resources opened, String fault) {
    opener.close(opened, () -> {});
    onFailed("CHECKPOINT_STORE_NOT_AVAILABLE: " + fault);
  }

  private void onLeased(Resources opened, long epoch, Map<String, Checkpoint> checkpoints) {
    if (goal != Goal.RUN) {
      close(opened);
      return;
    }
    phase = Phase.RUNNING;
    failures = 0;
    RunningMapping begun =
        new RunningMapping(
            this,
            opened,
            scopes.make(definition, opened, this::destinationHealth),
            epoch,
            checkpoints);
    running = begun;
    board.opened(begun.gauges());
    deadlineNanos = supervisor.clock().nanos() + DISCOVERY_NANOS;
    board.show(MappingState.ENABLED, BY_USER);
    waiters.complete(board.status());
  }

  private void onFailed(String why) {
    if (goal != Goal.RUN) {
      rest();
      return;
    }
    phase = Phase.WAITING;
    failures++;
    deadlineNanos = supervisor.clock().nanos() + Backoff.OUTSIDE.nanos(failures, 0);
    board.openingFailed(why);
  }

  /** A retry of the opening, or another look at the source's shards. */
  void onTimer() {
    deadlineNanos = Agent.NEVER;
    RunningMapping now = running;
    if (phase == Phase.WAITING) {
      rest();
    } else if (phase == Phase.RUNNING && now != null) {
      opener.discover(now.resources(), listed -> onDiscovered(now, listed));
    }
  }

  private void onDiscovered(RunningMapping asked, List<Shard> listed) {
    if (phase == Phase.RUNNING && running == asked) {
      asked.assign(listed);
      board.shards(asked.gauges());
      deadlineNanos = supervisor.clock().nanos() + DISCOVERY_NANOS;
    }
  }

  // On the way down.

  private void goDown() {
    RunningMapping now = running;
    if (phase == Phase.RUNNING && now != null) {
      phase = Phase.DRAINING;
      deadlineNanos = Agent.NEVER;
      now.drain(supervisor.clock().nanos() + scopes.engine().drainTimeout().toNanos());
      closeWhenDrained();
    } else if (phase == Phase.WAITING) {
      deadlineNanos = Agent.NEVER;
      rest();
    }
    // In any other phase the message that ends it finds the new goal.
  }

  /** From a lease, on any thread: it is over. */
  void leaseEnded(ShardLease lease) {
    supervisor.put(() -> onLeaseOver(now -> now.leaseEnded(lease)));
  }

  /** From a lease, on any thread: the shard is finished, its children may begin. */
  void shardEnded(ShardLease lease) {
    supervisor.put(
        () ->
            onLeaseOver(
                now -> {
                  now.shardEnded(lease);
                  if (phase == Phase.RUNNING) {
                    now.assign(List.of());
                    board.shards(now.gauges());
                  }
                }));
  }

  /** From a lease, on any thread: another engine owns the mapping now. */
  void fenced(ShardLease lease) {
    supervisor.put(
        () ->
            onLeaseOver(
                now -> {
                  now.leaseEnded(lease);
                  onFenced(now);
                }));
  }

  private void onLeaseOver(Consumer<RunningMapping> what) {
    RunningMapping now = running;
    if (now != null) {
      what.accept(now);
      closeWhenDrained();
    }
  }

  private void onFenced(RunningMapping now) {
    if (phase != Phase.RUNNING) {
      return;
    }
    goal = Goal.REST;
    String why =
        "LEASE_LOST: another engine has taken over mapping '"
            + name()
            + "'; this one has stopped it. Resume it here to take it back";
    board.problem(why);
    board.show(MappingState.DISABLING, why);
    phase = Phase.DRAINING;
    deadlineNanos = Agent.NEVER;
    now.fence();
  }

  /** From a pump, on any thread. */
  void shardProblem(String shard, String sentence) {
    board.problem("shard " + shard + ": " + sentence);
  }

  private void closeWhenDrained() {
    RunningMapping now = running;
    if (phase == Phase.DRAINING && now != null && now.isOver()) {
      running = null;
      close(now.resources());
    }
  }

  private void close(Resources opened) {
    phase = Phase.CLOSING;
    opener.close(opened, this::rest);
  }

  private void rest() {
    phase = Phase.RESTING;
    onRest();
  }

  /** At rest: on to wherever the goal leads from here. */
  void onRest() {
    switch (goal) {
      case RUN -> open();
      case REST -> {
        board.showRest();
        waiters.complete(board.status());
        supervisor.restedMaybe();
      }
      case BE_GONE -> remove();
    }
  }

  /** First the marks at the source, then the checkpoints. */
  private void remove() {
    phase = Phase.CLOSING;
    if (forgotten) {
      threads().writer().delete(name(), fault -> supervisor.put(() -> onDeleted(fault)));
    } else {
      forgotten = true;
      opener.forget(definition, board::problem, this::rest);
    }
  }

  private void onDeleted(Optional<String> fault) {
    phase = Phase.RESTING;
    if (fault.isPresent()) {
      forgotten = false;
      goal = Goal.REST;
      board.show(MappingState.DISABLED, "CHECKPOINT_STORE_NOT_AVAILABLE: " + fault.get());
      waiters.fail(
          "mapping '" + name() + "': its checkpoints could not be removed: " + fault.get());
    } else {
      supervisor.onGone(name());
      waiters.complete(board.status());
    }
    supervisor.restedMaybe();
  }

  /** From a sender, on any thread. */
  private void destinationHealth(Optional<String> fault) {
    supervisor.put(() -> board.destinationHealth(fault));
  }

  private String name() {
    return definition.settings().name();
  }
}
