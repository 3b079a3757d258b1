/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine.mapping;

import io.forebay.checkpoint.CheckpointStore;
import io.forebay.engine.EngineSettings;
import io.forebay.engine.MeterSnapshot.RingUse;
import io.forebay.engine.agent.Agent;
import io.forebay.engine.agent.AgentRunner;
import io.forebay.engine.agent.Clock;
import io.forebay.engine.agent.Doorbell;
import io.forebay.engine.dispatch.HandlerThreads;
import io.forebay.engine.dispatch.Permits;
import io.forebay.engine.pump.Pump;
import io.forebay.engine.ring.FetchRing;
import io.forebay.engine.ring.MemoryBudget;
import io.forebay.engine.settle.CheckpointWriter;
import io.forebay.engine.settle.DestinationSender;
import io.forebay.engine.worker.Worker;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;

/**
 * The engine's threads and what they share. Made once; after that only the supervisor hands shards
 * out.
 */
final class Threads {

  /** Mappings that may be opened or closed at a time; the others wait their turn. */
  private static final int OPENERS = 16;

  private final Clock clock;
  private final List<Worker> workers = new ArrayList<>();
  private final List<Pump> pumps = new ArrayList<>();
  private final Map<Class<?>, DestinationSender> senders = new HashMap<>();
  private final List<AgentRunner> pumpRunners = new ArrayList<>();
  private final List<AgentRunner> workerRunners = new ArrayList<>();
  private final List<AgentRunner> senderRunners = new ArrayList<>();
  private final CheckpointWriter writer;
  private final AgentRunner writerRunner;
  private final ExecutorService openers = HandlerThreads.platform("opener", OPENERS);
  private final HandlerThreads handlers;
  private final Permits permits;
  private final MemoryBudget budget;
  private int nextWorker;
  private int nextPump;
  private boolean held;

  Threads(
      EngineSettings settings,
      CheckpointStore store,
      Clock clock,
      Consumer<Optional<String>> storeHealth) {
    this.clock = clock;
    SplittableRandom seeds = new SplittableRandom();
    for (int i = 0; i < settings.workers(); i++) {
      Doorbell bell = new Doorbell();
      Worker worker = new Worker(i, clock, seeds.split(), bell);
      workers.add(worker);
      workerRunners.add(AgentRunner.start(worker, bell, clock));
    }
    for (int i = 0; i < settings.pumps(); i++) {
      newPump();
    }
    Doorbell bell = new Doorbell();
    writer = new CheckpointWriter(store, clock, bell, storeHealth);
    writerRunner = AgentRunner.start(writer, bell, clock);
    permits =
        new Permits(settings.maximumConcurrency(), workers.stream().map(Worker::bell).toList());
    budget = new MemoryBudget(settings.memoryBudget());
    handlers = HandlerThreads.start(settings.maximumConcurrency(), clock);
  }

  List<Worker> workers() {
    return workers;
  }

  /** The worker whose turn it is. */
  Worker nextWorker() {
    return workers.get(nextWorker++ % workers.size());
  }

  /** The pump whose turn it is; one of its own for a reader that long-polls. */
  Pump nextPump(boolean longPoll) {
    return longPoll ? newPump() : pumps.get(nextPump++ % pumps.size());
  }

  /** Stops all fetching, or lets it go on; pumps to come are held too. */
  void holdPumps(boolean stop) {
    held = stop;
    pumps.forEach(pump -> pump.hold(stop));
  }

  CheckpointWriter writer() {
    return writer;
  }

  /** The sender for destinations of this class. */
  DestinationSender sender(Class<?> kind) {
    return senders.computeIfAbsent(
        kind,
        any -> {
          Doorbell bell = new Doorbell();
          DestinationSender sender = new DestinationSender(kind.getSimpleName(), clock, bell);
          senderRunners.add(AgentRunner.start(sender, bell, clock));
          return sender;
        });
  }

  /** Threads for opening and closing, which may block. */
  ExecutorService openers() {
    return openers;
  }

  HandlerThreads handlers() {
    return handlers;
  }

  Permits permits() {
    return permits;
  }

  MemoryBudget budget() {
    return budget;
  }

  List<RingUse> ringUse() {
    List<RingUse> use = new ArrayList<>();
    for (int i = 0; i < workers.size(); i++) {
      use.add(new RingUse(i, FetchRing.SLOTS, workers.get(i).ring().used()));
    }
    return use;
  }

  /** Ends all threads, those that feed others first. */
  void close() {
    pumpRunners.forEach(AgentRunner::close);
    workerRunners.forEach(AgentRunner::close);
    senderRunners.forEach(AgentRunner::close);
    writerRunner.close();
    handlers.close();
    openers.shutdown();
  }

  private Pump newPump() {
    Doorbell bell = new Doorbell();
    Pump pump = new Pump(pumps.size(), clock, bell);
    pump.hold(held);
    pumps.add(pump);
    AgentRunner runner = AgentRunner.start((Agent) pump, bell, clock);
    pumpRunners.add(runner);
    return pump;
  }
}
