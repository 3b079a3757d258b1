/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine.mapping;

import io.forebay.checkpoint.CheckpointStore;
import io.forebay.engine.Engine;
import io.forebay.engine.EngineListener;
import io.forebay.engine.EngineSettings;
import io.forebay.engine.Mapping;
import io.forebay.engine.MappingDefinition;
import io.forebay.engine.MeterSnapshot;
import io.forebay.engine.agent.AgentRunner;
import io.forebay.engine.agent.Clock;
import io.forebay.engine.agent.Doorbell;
import io.forebay.engine.settle.NoCheckpointStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The engine in this process: passes what it is asked on to the supervisor. */
public final class LocalEngine implements Engine {

  private static final Logger LOG = LoggerFactory.getLogger(LocalEngine.class);

  /** Time beyond the drain timeout that stores and handlers get to be closed in. */
  private static final long CLOSING_MILLIS = 10_000;

  private final EngineSettings settings;
  private final Clock clock = Clock.system();
  private final Supervisor supervisor;
  private final AgentRunner supervisorRunner;
  private final Threads threads;
  private final EngineListener listener;
  private final String owner = "pid " + ProcessHandle.current().pid();
  private final Map<String, MappingHandle> mappings = new ConcurrentSkipListMap<>();
  private final AtomicBoolean closed = new AtomicBoolean();

  /** Starts the engine's threads. */
  public LocalEngine(
      EngineSettings settings, Optional<CheckpointStore> store, List<EngineListener> listeners) {
    this.settings = settings;
    listener = new Listeners(listeners);
    Doorbell bell = new Doorbell();
    supervisor = new Supervisor(clock, bell);
    supervisorRunner = AgentRunner.start(supervisor, bell, clock);
    threads =
        new Threads(
            settings, store.orElseGet(NoCheckpointStore::new), clock, supervisor::storeHealth);
    supervisor.use(threads);
  }

  @Override
  public Mapping add(MappingDefinition definition) {
    String name = definition.settings().name();
    if (closed.get()) {
      throw new IllegalStateException("the engine is closed");
    }
    MappingHandle handle =
        new MappingHandle(
            definition, supervisor, new Parts(settings, threads, listener, clock), owner);
    if (mappings.putIfAbsent(name, handle) != null) {
      throw new IllegalArgumentException("a mapping named '" + name + "' exists already");
    }
    handle.start(() -> mappings.remove(name, handle));
    return handle;
  }

  @Override
  public Optional<Mapping> mapping(String name) {
    return Optional.ofNullable(mappings.get(name));
  }

  @Override
  public List<Mapping> mappings() {
    return List.copyOf(mappings.values());
  }

  @Override
  public MeterSnapshot meters() {
    List<MeterSnapshot.MappingMeters> all = new ArrayList<>();
    mappings.values().forEach(mapping -> all.add(mapping.meters()));
    return new MeterSnapshot(all, threads.ringUse());
  }

  @Override
  public EngineSettings settings() {
    return settings;
  }

  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    CountDownLatch resting = new CountDownLatch(1);
    supervisor.restAll(resting::countDown);
    try {
      long millis = settings.drainTimeout().toMillis() + CLOSING_MILLIS;
      if (!resting.await(millis, TimeUnit.MILLISECONDS)) {
        LOG.warn("not all mappings came to rest in time; what they had in flight comes again");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    threads.close();
    supervisorRunner.close();
  }

  /** What every mapping of an engine is made with. */
  record Parts(EngineSettings settings, Threads threads, EngineListener listener, Clock clock) {}
}
