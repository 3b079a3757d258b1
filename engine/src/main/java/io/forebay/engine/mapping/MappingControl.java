/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine.mapping;

import io.forebay.checkpoint.Checkpoint;
import io.forebay.engine.MappingDefinition;
import io.forebay.engine.MappingState;
import io.forebay.engine.MappingStatus;
import io.forebay.engine.agent.Agent;
import io.forebay.engine.agent.Backoff;
import io.forebay.engine.meter.MappingMeters;
import io.forebay.engine.worker.MappingScope;
import io.forebay.source.SharedSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
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

  /** What is being opened is to be closed and opened anew: it is of an older definition. */
  private boolean again;

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

  Supervisor supervisor() {
    return supervisor;
  }

  Opener opener() {
    return opener;
  }

  /** Who takes leases, for people. */
  String owner() {
    return owner;
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
    RunningMapping now = running;
    return phase == Phase.RUNNING && now != null ? now.nextDeadlineNanos() : deadlineNanos;
  }

  /** When a drain that begins now has to be over. */
  long drainUntilNanos() {
    return supervisor.clock().nanos() + scopes.engine().drainTimeout().toNanos();
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

  void onRemove(CompletableFuture<MappingStatus> answer) {
    want(Goal.LEAVE, MappingState.DISABLING, answer);
  }

  void onUpdate(UnaryOperator<MappingDefinition> change, CompletableFuture<MappingStatus> answer) {
    boolean enabledBefore = definition.settings().enabled();
    definition = change.apply(definition);
    boolean enabled = definition.settings().enabled();
    board.settings(definition.settings());
    if (enabled != enabledBefore) {
      if (enabled) {
        onResume(answer);
      } else {
        onPause(answer);
      }
    } else if (goal == Goal.RUN) {
      onRestart(answer);
    } else if (phase == Phase.RESTING) {
      answer.complete(board.status());
    } else {
      waiters.add(answer);
    }
  }

  void onRestart(CompletableFuture<MappingStatus> answer) {
    if (goal == Goal.REST && board.byUser()) {
      answer.completeExceptionally(
          new IllegalStateException("mapping '" + name() + "' is paused; resume it"));
    } else if (goal == Goal.RUN && phase != Phase.RESTING) {
      waiters.add(answer);
      board.show(MappingState.UPDATING, BY_USER);
      again = phase == Phase.OPENING || phase == Phase.LEASING;
      goDown();
    } else {
      onResume(answer);
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
    if (goal.isFinal()) {
      answer.completeExceptionally(
          new IllegalStateException("mapping '" + name() + "' is being removed"));
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
    if (goal != Goal.RUN || again) {
      close(opened);
    } else if (opened.source() instanceof SharedSource shared) {
      begin(
          new SharedShards(
              this, opened, scopes.make(definition, opened, this::destinationHealth), shared));
    } else {
      phase = Phase.LEASING;
      opener.acquire(
          name(),
          owner,
          (epoch, checkpoints) -> onLeased(opened, epoch, checkpoints),
          fault -> onLeaseFailed(opened, fault));
    }
  }

  private void onLeaseFailed(Resources opened, String fault) {
    opener.close(opened, () -> {});
    onFailed("CHECKPOINT_STORE_NOT_AVAILABLE: " + fault);
  }

  private void onLeased(Resources opened, long epoch, Map<String, Checkpoint> checkpoints) {
    if (goal != Goal.RUN || again) {
      close(opened);
      return;
    }
    MappingScope scope = scopes.make(definition, opened, this::destinationHealth);
    begin(new ListedShards(this, opened, scope, epoch, checkpoints));
  }

  private void begin(RunningMapping begun) {
    phase = Phase.RUNNING;
    failures = 0;
    running = begun;
    begun.begin();
    board.opened(begun.gauges(), begun.scope().needsStore());
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

  /** A retry of the opening, or whatever the running mapping wanted to be called for. */
  void onTimer() {
    deadlineNanos = Agent.NEVER;
    RunningMapping now = running;
    if (phase == Phase.WAITING) {
      rest();
    } else if (phase == Phase.RUNNING && now != null) {
      now.onTimer();
    }
  }

  /** Whether this is what runs, and nobody has asked it to stop. */
  boolean reads(RunningMapping asking) {
    return phase == Phase.RUNNING && running == asking;
  }

  // On the way down.

  private void goDown() {
    RunningMapping now = running;
    if (phase == Phase.RUNNING && now != null) {
      phase = Phase.DRAINING;
      deadlineNanos = Agent.NEVER;
      now.drain(drainUntilNanos());
      closeWhenDrained();
    } else if (phase == Phase.WAITING) {
      deadlineNanos = Agent.NEVER;
      rest();
    }
    // In any other phase the message that ends it finds the new goal.
  }

  /** The shards of this running mapping have changed, or what is known of them. */
  void onShardsChanged(RunningMapping changed) {
    if (running == changed) {
      board.shards(changed.gauges());
      closeWhenDrained();
    }
  }

  /** Somebody else owns the mapping now. */
  void onFenced(RunningMapping now) {
    if (!reads(now)) {
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
    again = false;
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
      case LEAVE -> leave();
      case BE_GONE -> forget();
    }
  }

  private void leave() {
    supervisor.onGone(name());
    board.showRest();
    waiters.complete(board.status());
    supervisor.restedMaybe();
  }

  /** First the marks at the source, then the checkpoints. */
  private void forget() {
    phase = Phase.CLOSING;
    if (forgotten) {
      supervisor.threads().writer().delete(name(), fault -> supervisor.put(() -> onDeleted(fault)));
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
