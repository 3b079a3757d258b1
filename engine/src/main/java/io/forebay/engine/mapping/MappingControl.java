/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine.mapping;

import io.forebay.checkpoint.Checkpoint;
import io.forebay.engine.MappingDefinition;
import io.forebay.engine.MappingState;
import io.forebay.engine.MappingStatus;
import io.forebay.engine.agent.Agent;
import io.forebay.engine.agent.Backoff;
import io.forebay.engine.meter.MappingMeters;
import io.forebay.engine.meter.ShardGauges;
import io.forebay.engine.settle.CheckpointWriter.LeaseAnswer;
import io.forebay.engine.worker.MappingScope;
import io.forebay.source.Shard;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One mapping's life. What somebody wants of it is its {@link Goal}; where it is on the way there
 * is its {@link Phase}; each message moves it one step on. Confined to the supervisor.
 *
 * <pre>
 * RESTING → OPENING → LEASING → RUNNING → DRAINING → CLOSING → RESTING
 *              └ fails → WAITING → OPENING
 * </pre>
 */
final class MappingControl {

  private static final Logger LOG = LoggerFactory.getLogger(MappingControl.class);

  private static final String BY_USER = "USER_INITIATED";
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
  private final ScopeMaker scopes;
  private final MappingView view;
  private final String owner;
  private final Set<ShardLease> leases = new HashSet<>();
  private final Map<String, ShardGauges> gauges = new TreeMap<>();
  private final Map<String, Checkpoint> stored = new HashMap<>();
  private final List<CompletableFuture<MappingStatus>> waiting = new ArrayList<>();

  private MappingDefinition definition;
  private @Nullable Resources resources;
  private @Nullable MappingScope scope;
  private ShardTree tree = new ShardTree();
  private Goal goal;
  private Phase phase = Phase.RESTING;
  private MappingState state = MappingState.CREATING;
  private String reason = BY_USER;
  private String problem = "";
  private String destinationProblem = "";
  private long epoch;
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
    this.view = view;
    this.owner = owner;
    goal = definition.settings().enabled() ? Goal.RUN : Goal.REST;
  }

  Threads threads() {
    return supervisor.threads();
  }

  MappingMeters meters() {
    return scopes.meters();
  }

  boolean rests() {
    return phase == Phase.RESTING;
  }

  long nextDeadlineNanos() {
    return deadlineNanos;
  }

  // What people want.

  void onAdd() {
    if (goal == Goal.RUN) {
      open();
    } else {
      rest();
    }
  }

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
    definition = changed;
    if (goal == Goal.RUN && phase != Phase.RESTING) {
      waiting.add(answer);
      show(MappingState.UPDATING, BY_USER);
      drain();
    } else {
      showStatus();
      answer.complete(view.status());
    }
  }

  void onEngineClosing() {
    goal = Goal.REST;
    failWaiting("the engine is closing");
    if (phase != Phase.RESTING) {
      show(MappingState.DISABLING, "ENGINE_STOPPED");
      drain();
    }
  }

  /** Stops it for a reason that only people can mend. */
  void onUnusable(String why) {
    goal = Goal.REST;
    show(MappingState.DISABLING, why);
    drain();
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
    goal = wanted;
    if (there) {
      answer.complete(view.status());
      return;
    }
    waiting.add(answer);
    show(onTheWay, BY_USER);
    if (phase == Phase.RESTING) {
      onRest();
    } else if (wanted != Goal.RUN) {
      drain();
    }
  }

  // On the way up.

  private void open() {
    phase = Phase.OPENING;
    deadlineNanos = Agent.NEVER;
    MappingDefinition opening = definition;
    threads().openers().execute(() -> open(opening));
  }

  /** On an opener thread. */
  private void open(MappingDefinition opening) {
    try {
      Resources opened = Resources.open(opening);
      supervisor.put(() -> onOpened(opened));
    } catch (Resources.OpeningFailed e) {
      supervisor.put(() -> onFailed(String.valueOf(e.getMessage())));
    }
  }

  private void onOpened(Resources opened) {
    resources = opened;
    if (goal != Goal.RUN) {
      closeResources();
      return;
    }
    phase = Phase.LEASING;
    threads()
        .writer()
        .acquire(
            name(),
            owner,
            new LeaseAnswer() {
              @Override
              public void onAcquired(long granted, Map<String, Checkpoint> checkpoints) {
                supervisor.put(() -> onLeased(granted, checkpoints));
              }

              @Override
              public void onFailed(String fault) {
                supervisor.put(() -> onLeaseFailed(fault));
              }
            });
  }

  private void onLeaseFailed(String fault) {
    Resources opened = resources;
    resources = null;
    if (opened != null) {
      threads().openers().execute(opened::close);
      opened.destination().ifPresent(to -> threads().sender(to.getClass()).close(to));
    }
    onFailed("CHECKPOINT_STORE_NOT_AVAILABLE: " + fault);
  }

  private void onLeased(long granted, Map<String, Checkpoint> checkpoints) {
    Resources opened = resources;
    if (goal != Goal.RUN || opened == null) {
      closeResources();
      return;
    }
    epoch = granted;
    stored.clear();
    stored.putAll(checkpoints);
    scope = scopes.make(definition, opened, this::onDestinationHealth);
    tree = new ShardTree();
    checkpoints.values().stream()
        .filter(Checkpoint::ended)
        .forEach(ended -> tree.ended(ended.shard().shard()));
    gauges.clear();
    phase = Phase.RUNNING;
    failures = 0;
    problem = "";
    assign(opened.shards());
    deadlineNanos = supervisor.clock().nanos() + DISCOVERY_NANOS;
    show(MappingState.ENABLED, BY_USER);
    completeWaiting();
  }

  private void onFailed(String why) {
    if (goal != Goal.RUN) {
      rest();
      return;
    }
    phase = Phase.WAITING;
    failures++;
    long pause = Backoff.OUTSIDE.nanos(failures, 0);
    deadlineNanos = supervisor.clock().nanos() + pause;
    if (!why.equals(problem)) {
      scopes.listener().onProblem(name(), why + " (it is tried again until it works)");
    }
    problem = why;
    show(state, why);
  }

  private void assign(List<Shard> listed) {
    MappingScope running = scope;
    Resources opened = resources;
    if (running == null || opened == null) {
      return;
    }
    tree.add(listed);
    for (Shard shard : tree.takeReadable()) {
      ShardLease lease =
          new ShardLease(
              shard,
              this,
              running,
              opened.source(),
              epoch,
              Optional.ofNullable(stored.get(shard.id())));
      leases.add(lease);
      gauges.put(shard.id(), lease.gauges());
    }
    showStatus();
  }

  /** A retry of the opening, or another look at the source's shards. */
  void onTimer() {
    deadlineNanos = Agent.NEVER;
    if (phase == Phase.WAITING) {
      if (goal == Goal.RUN) {
        open();
      } else {
        rest();
      }
    } else if (phase == Phase.RUNNING && resources != null) {
      Resources opened = resources;
      threads().openers().execute(() -> discover(opened));
    }
  }

  /** On an opener thread. */
  private void discover(Resources opened) {
    try {
      List<Shard> listed = opened.source().shards();
      supervisor.put(() -> onDiscovered(opened, listed));
    } catch (Exception e) {
      LOG.debug("mapping '{}': shards can't be listed: {}", name(), e.toString());
      supervisor.put(() -> onDiscovered(opened, List.of()));
    }
  }

  private void onDiscovered(Resources opened, List<Shard> listed) {
    if (phase == Phase.RUNNING && opened.equals(resources)) {
      assign(listed);
      deadlineNanos = supervisor.clock().nanos() + DISCOVERY_NANOS;
    }
  }

  // On the way down.

  private void drain() {
    switch (phase) {
      case RUNNING -> {
        phase = Phase.DRAINING;
        deadlineNanos = Agent.NEVER;
        long until = supervisor.clock().nanos() + scopes.engine().drainTimeout().toNanos();
        leases.forEach(lease -> lease.drain(until));
        closeWhenDrained();
      }
      case WAITING -> {
        deadlineNanos = Agent.NEVER;
        rest();
      }
      case RESTING -> onRest();
      case OPENING, LEASING, DRAINING, CLOSING -> {} // the next message finds the new goal
    }
  }

  /** From a lease, on any thread. */
  void leaseEnded(ShardLease lease) {
    supervisor.put(
        () -> {
          leases.remove(lease);
          closeWhenDrained();
        });
  }

  /** From a lease, on any thread: the shard is finished, its children may begin. */
  void shardEnded(ShardLease lease) {
    supervisor.put(
        () -> {
          leases.remove(lease);
          tree.ended(lease.shardId());
          if (phase == Phase.RUNNING) {
            assign(List.of());
          }
          closeWhenDrained();
        });
  }

  /** From a lease, on any thread: another engine owns the mapping now. */
  void fenced(ShardLease lease) {
    supervisor.put(
        () -> {
          leases.remove(lease);
          if (phase == Phase.RUNNING) {
            goal = goal == Goal.BE_GONE ? Goal.BE_GONE : Goal.REST;
            String why =
                "LEASE_LOST: another engine has taken over mapping '"
                    + name()
                    + "'; this one has stopped it. Resume it here to take it back";
            scopes.listener().onProblem(name(), why);
            show(MappingState.DISABLING, why);
            phase = Phase.DRAINING;
            deadlineNanos = Agent.NEVER;
            leases.forEach(ShardLease::fence);
          }
          closeWhenDrained();
        });
  }

  /** From a pump, on any thread. */
  void shardProblem(String shard, String sentence) {
    scopes.listener().onProblem(name(), "shard " + shard + ": " + sentence);
  }

  private void closeWhenDrained() {
    if (phase == Phase.DRAINING && leases.isEmpty()) {
      closeResources();
    }
  }

  private void closeResources() {
    phase = Phase.CLOSING;
    Resources opened = resources;
    resources = null;
    scope = null;
    if (opened == null) {
      rest();
      return;
    }
    opened.destination().ifPresent(to -> threads().sender(to.getClass()).close(to));
    boolean forget = goal == Goal.BE_GONE;
    threads()
        .openers()
        .execute(
            () -> {
              if (forget) {
                forget(opened);
              }
              opened.close();
              supervisor.put(this::rest);
            });
  }

  /** On an opener thread. */
  private void forget(Resources opened) {
    try {
      opened.source().forget();
    } catch (Exception e) {
      scopes.listener().onProblem(name(), "its marks at the source could not be removed: " + e);
    }
  }

  private void rest() {
    phase = Phase.RESTING;
    onRest();
  }

  /** At rest: on to wherever the goal leads from here. */
  private void onRest() {
    if (goal == Goal.RUN) {
      open();
    } else if (goal == Goal.REST) {
      problem = "";
      show(MappingState.DISABLED, reason);
      completeWaiting();
      supervisor.restedMaybe();
    } else {
      threads().writer().delete(name(), fault -> supervisor.put(() -> onDeleted(fault)));
    }
  }

  private void onDeleted(Optional<String> fault) {
    if (fault.isPresent()) {
      goal = Goal.REST;
      show(MappingState.DISABLED, "CHECKPOINT_STORE_NOT_AVAILABLE: " + fault.get());
      failWaiting("its checkpoints could not be removed: " + fault.get());
    } else {
      supervisor.onGone(name());
      completeWaiting();
    }
    supervisor.restedMaybe();
  }

  private void onDestinationHealth(Optional<String> fault) {
    supervisor.put(
        () -> {
          String now = fault.orElse("");
          if (!now.isEmpty() && destinationProblem.isEmpty()) {
            scopes.listener().onProblem(name(), now);
          }
          destinationProblem = now;
          showStatus();
        });
  }

  private String name() {
    return definition.settings().name();
  }

  private void show(MappingState next, String why) {
    boolean changed = state != next || !reason.equals(why);
    state = next;
    reason = why;
    showStatus();
    if (changed) {
      LOG.info("mapping '{}' is {}: {}", name(), next.word(), why);
      scopes.listener().onState(view.status());
    }
  }

  /** Brings what others see up to date. */
  void showStatus() {
    String now =
        !problem.isEmpty()
            ? problem
            : !supervisor.storeProblem().isEmpty() ? supervisor.storeProblem() : destinationProblem;
    view.show(new MappingView.Facts(definition.settings(), state, reason, now, Map.copyOf(gauges)));
  }

  private void completeWaiting() {
    List<CompletableFuture<MappingStatus>> done = List.copyOf(waiting);
    waiting.clear();
    done.forEach(answer -> answer.complete(view.status()));
  }

  private void failWaiting(String why) {
    List<CompletableFuture<MappingStatus>> failed = List.copyOf(waiting);
    waiting.clear();
    failed.forEach(
        answer ->
            answer.completeExceptionally(
                new IllegalStateException("mapping '" + name() + "': " + why)));
  }
}
