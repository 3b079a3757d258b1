/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine.simulation;

import io.forebay.checkpoint.Checkpoint;
import io.forebay.checkpoint.CheckpointStore;
import io.forebay.checkpoint.ShardKey;
import io.forebay.engine.EngineListener;
import io.forebay.engine.EngineSettings;
import io.forebay.engine.MappingSettings;
import io.forebay.engine.agent.Agent;
import io.forebay.engine.agent.Doorbell;
import io.forebay.engine.batch.PayloadSize;
import io.forebay.engine.dispatch.Dispatcher;
import io.forebay.engine.dispatch.Invocation;
import io.forebay.engine.dispatch.MappingPermits;
import io.forebay.engine.dispatch.Permits;
import io.forebay.engine.filter.Filter;
import io.forebay.engine.meter.MappingMeters;
import io.forebay.engine.meter.ShardGauges;
import io.forebay.engine.pump.Pump;
import io.forebay.engine.pump.ShardPump;
import io.forebay.engine.retry.Outcome;
import io.forebay.engine.retry.RetryPlan;
import io.forebay.engine.ring.Credits;
import io.forebay.engine.ring.FetchRing;
import io.forebay.engine.ring.MemoryBudget;
import io.forebay.engine.settle.CheckpointWriter;
import io.forebay.engine.settle.CheckpointWriter.LeaseAnswer;
import io.forebay.engine.settle.DestinationSender;
import io.forebay.engine.worker.Limits;
import io.forebay.engine.worker.MappingScope;
import io.forebay.engine.worker.ShardScope;
import io.forebay.engine.worker.ShardWork;
import io.forebay.engine.worker.Worker;
import io.forebay.handler.Batch;
import io.forebay.handler.BatchResult;
import io.forebay.handler.SourceRecord;
import io.forebay.source.FailedBatch;
import io.forebay.source.FailedBatch.FunctionError;
import io.forebay.source.FailureDestination;
import io.forebay.source.ReadFrom;
import io.forebay.source.SourceException;
import io.forebay.source.SourceTraits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * One seeded run: the engine's own pump, worker, checkpoint-writer and destination-sender, turned
 * by hand in random order on one thread and in virtual time, with handlers that succeed, fail, hang
 * or are not reached, sources and stores that fail, and crashes at any step.
 */
public final class Simulation {

  private static final int MOST_STEPS = 200_000;

  private final SplittableRandom random;
  private final VirtualClock clock = new VirtualClock();
  private final List<SimShard> shards = new ArrayList<>();
  private final MappingSettings settings;
  private final SourceTraits traits;
  private final EngineSettings engine;
  private final Guarantees guarantees;
  private final SimStore store;
  private final CheckpointStore usedStore;
  private final int permitLimit;
  private final int poisonOneIn;
  private final Predicate<SourceRecord> filter;
  private final double sourceFailures;
  private final boolean goesOn;
  private final double handlerFailures;
  private int crashesLeft;
  private int appendsLeft;
  private int goneOn;

  private final List<Invocation> running = new ArrayList<>();
  private final List<Agent> agents = new ArrayList<>();
  private Worker worker;
  private Pump pump;

  /** The run of this seed. */
  public Simulation(long seed) {
    this(seed, UnaryOperator.identity());
  }

  /** The same over a store that a test has tampered with. */
  public Simulation(long seed, UnaryOperator<CheckpointStore> tampering) {
    random = new SplittableRandom(seed);
    traits = RandomSettings.traits(random);
    settings = RandomSettings.settings(random, traits);
    permitLimit = 1 + random.nextInt(6);
    poisonOneIn = random.nextBoolean() ? 0 : 5 + random.nextInt(40);
    int filterOneIn = random.nextInt(3) == 0 ? 2 + random.nextInt(6) : 0;
    filter = rec -> filterOneIn == 0 || ((SimRecord) rec).index() % filterOneIn != 0;
    sourceFailures = random.nextInt(4) == 0 ? 0.05 : 0;
    handlerFailures = random.nextInt(3) == 0 ? 0.3 : 0.05;
    crashesLeft = random.nextInt(4);
    goesOn = random.nextInt(4) > 0;
    int count = 1 + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      shards.add(new SimShard("shard-" + i));
    }
    appendsLeft = 5 + random.nextInt(120);
    engine =
        EngineSettings.defaults()
            .withCheckpoints(Duration.ofMillis(50 + random.nextInt(1000)), 1 + random.nextInt(40));
    guarantees = new Guarantees(settings, permitLimit, shards);
    store = new SimStore(guarantees::onCheckpoint);
    usedStore = tampering.apply(store);
  }

  /** Runs to the end and checks every guarantee on the way. */
  public void run() {
    start();
    int steps = 0;
    while (!finished()) {
      if (++steps > MOST_STEPS) {
        guarantees.atEnd();
        throw new AssertionError("LIVENESS broken: no end after " + steps + " steps");
      }
      step();
    }
    guarantees.atEnd();
  }

  /** How many batches were discarded, so that tests can see that runs do something. */
  public int discards() {
    return guarantees.discards();
  }

  /** How many batches were followed by another one without the worker being asked. */
  public int goneOn() {
    return goneOn;
  }

  private void step() {
    int dice = random.nextInt(100);
    if (dice < 10 && appendsLeft > 0) {
      append();
    } else if (dice < 30) {
      if (!running.isEmpty()) {
        answerOne();
      }
    } else if (dice < 31) {
      if (crashesLeft > 0) {
        crash(); // at any moment, batches in flight and checkpoints unsaved
      }
    } else if (dice < 32) {
      store.failing(crashesLeft > 0 && random.nextInt(3) == 0);
    } else if (dice < 45) {
      clock.advanceNanos(random.nextLong(1, 400_000_000L));
    } else {
      turn(agents.get(random.nextInt(agents.size())));
    }
  }

  private void turn(Agent agent) {
    // On one thread a full ring would wait for ever for the worker.
    if (agent != pump || worker.ring().used() < FetchRing.SLOTS / 2) {
      agent.doWork();
    }
  }

  private boolean finished() {
    if (appendsLeft > 0 || !running.isEmpty() || crashesLeft > 0) {
      if (appendsLeft == 0 && running.isEmpty() && guarantees.everythingDone()) {
        crash(); // use up the crashes, in a quiet moment too
      }
      return false;
    }
    store.failing(false);
    return guarantees.everythingDone();
  }

  private void append() {
    appendsLeft--;
    SimShard shard = shards.get(random.nextInt(shards.size()));
    int burst = 1 + random.nextInt(6);
    for (int i = 0; i < burst; i++) {
      long age = random.nextInt(20) == 0 ? 120_000 : random.nextInt(1000);
      int bytes = random.nextInt(40) == 0 ? 4000 : random.nextInt(300);
      shard.append("k" + random.nextInt(7), clock.millis() - age, bytes);
    }
    if (appendsLeft == 0 && random.nextBoolean()) {
      shards.forEach(SimShard::end);
    }
  }

  private void answerOne() {
    Invocation invocation = running.get(random.nextInt(running.size()));
    if (random.nextInt(20) == 0) {
      clock.advanceNanos(settings.timeout().toNanos() + 1); // it hangs beyond its deadline
      turn(worker);
    }
    running.remove(invocation);
    guarantees.onAnswered(invocation.call().batch());
    Invocation next = invocation.answer(outcome(invocation));
    if (next != null && next.begin()) {
      goneOn++;
      guarantees.onGoneOn(invocation.call().batch());
      onStart(next);
    }
  }

  private Outcome outcome(Invocation invocation) {
    boolean poisoned =
        poisonOneIn > 0
            && settings.maximumRetryAttempts() >= 0
            && invocation.call().batch().records().stream()
                .anyMatch(rec -> ((SimRecord) rec).index() % poisonOneIn == 3);
    double dice = random.nextDouble();
    if (dice < handlerFailures / 3) {
      return new Outcome.NotDelivered("throttled");
    }
    if (poisoned || dice < handlerFailures) {
      return new Outcome.Failed(new FunctionError("Simulated", "fault"));
    }
    return new Outcome.Answered(BatchResult.success());
  }

  private void crash() {
    crashesLeft--;
    store.failing(false);
    running.clear();
    guarantees.onCrash();
    if (traits.offsetPositions()) {
      shards.forEach(this::compact);
    }
    start();
  }

  private void compact(SimShard shard) {
    for (int i = random.nextInt(20); i > 0 && !shard.log().isEmpty(); i--) {
      int index = random.nextInt(shard.log().size());
      if (shard.remove(index)) {
        guarantees.onRemoved(shard.id(), index);
      }
    }
  }

  /** A new engine, with nothing but what the store has. */
  private void start() {
    agents.clear();
    Doorbell bell = new Doorbell();
    worker = new Worker(0, clock, random.split(), bell);
    pump = new Pump(0, clock, new Doorbell());
    CheckpointWriter writer =
        new CheckpointWriter(
            usedStore, clock, new Doorbell(), fault -> pump.hold(fault.isPresent()));
    DestinationSender sender = new DestinationSender("sim", clock, new Doorbell());
    agents.addAll(List.of(worker, pump, writer, sender));
    Map<String, Checkpoint> found = new HashMap<>();
    long[] epoch = {0};
    writer.acquire(
        settings.name(),
        "simulation",
        new LeaseAnswer() {
          @Override
          public void onAcquired(long granted, Map<String, Checkpoint> checkpoints) {
            epoch[0] = granted;
            found.putAll(checkpoints);
          }

          @Override
          public void onFailed(String fault) {
            throw new AssertionError(fault);
          }
        });
    writer.doWork();
    MappingScope scope = scope(writer, sender, bell);
    for (SimShard shard : shards) {
      if (!Optional.ofNullable(found.get(shard.id())).map(Checkpoint::ended).orElse(false)) {
        lease(shard, scope, epoch[0], Optional.ofNullable(found.get(shard.id())));
      }
    }
  }

  private void lease(SimShard shard, MappingScope scope, long epoch, Optional<Checkpoint> stored) {
    MappingMeters meters = new MappingMeters(settings.name());
    ShardGauges gauges = new ShardGauges();
    Credits credits =
        new Credits(Limits.lookAhead(settings), 20_000, new MemoryBudget(50_000), pump.bell());
    ShardScope shardScope =
        new ShardScope(
            scope,
            new ShardKey(settings.name(), shard.id()),
            epoch,
            stored,
            credits,
            meters.newWriter(),
            gauges,
            new Unwatched.Owner());
    ShardWork work = new ShardWork(shardScope, worker);
    pump.add(
        new ShardPump(
            from -> shard.open(from, random.split(), sourceFailures),
            stored
                .<ReadFrom>map(checkpoint -> new ReadFrom.After(checkpoint.reached()))
                .orElse(new ReadFrom.TrimHorizon()),
            1_000_000_000L,
            new ShardPump.Lane(
                worker.ring(), work, credits, meters.newWriter(), gauges, true, problem -> {})));
  }

  private MappingScope scope(CheckpointWriter writer, DestinationSender sender, Doorbell bell) {
    List<Doorbell> bells = List.of(bell);
    return new MappingScope(
        engine,
        settings,
        traits,
        "simulated",
        "scripted",
        new Filter(this::passes),
        RetryPlan.of(settings),
        new PayloadSize(10),
        new ScriptedHandlers(),
        new MappingPermits(new Permits(1000, bells), new Permits(permitLimit, bells)),
        writer,
        Optional.of(sender.to(new SimDestination(), fault -> {})),
        new Watching(),
        new Unwatched.Results());
  }

  private boolean passes(SourceRecord rec) {
    boolean passes = filter.test(rec);
    if (!passes) {
      guarantees.onFiltered(rec);
    }
    return passes;
  }

  private void onStart(Invocation invocation) {
    for (Invocation lost : running) {
      // The engine goes on without a handler that did not come back in the time of grace.
      long latest = lost.startedNanos() + lost.call().timeoutNanos() + Limits.GRACE_NANOS;
      if (clock.nanos() - latest >= 0) {
        guarantees.onAnswered(lost.call().batch());
      }
    }
    guarantees.onInvoke(invocation.call().batch());
    running.add(invocation);
  }

  /** Notes what the engine says became of a batch. */
  private final class Watching implements EngineListener {
    @Override
    public void onHandled(String mapping, Batch batch, String invocationId) {
      guarantees.onHandled(batch);
    }

    @Override
    public void onFailed(
        String mapping, Batch batch, String invocationId, String why, long retryInMillis) {
      guarantees.onFailed(batch, !"throttled".equals(why));
    }
  }

  /** Fails now and then before it stores. */
  private final class SimDestination implements FailureDestination {
    @Override
    public String name() {
      return "simulated destination";
    }

    @Override
    public void send(FailedBatch batch) throws SourceException {
      if (random.nextInt(5) == 0) {
        throw new SourceException(SourceException.Kind.UNAVAILABLE, "simulated fault");
      }
      guarantees.onDelivered(batch, clock.millis());
    }

    @Override
    public void close() {}
  }

  /** Begins invocations at once and answers them when the run says so. */
  private final class ScriptedHandlers implements Dispatcher {
    @Override
    public void start(Invocation invocation) {
      if (invocation.begin()) {
        onStart(invocation);
      }
    }

    @Override
    public boolean goesOn() {
      return goesOn;
    }
  }
}
