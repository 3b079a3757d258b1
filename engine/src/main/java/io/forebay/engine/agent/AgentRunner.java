/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine.agent;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs an agent on a thread of its own: works while there is work, then sleeps on the bell. */
public final class AgentRunner implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(AgentRunner.class);

  /**
   * How long an agent that has just worked looks for more before it sleeps. A hand-over between two
   * busy threads then costs no wake-up; an idle agent never spins.
   */
  private static final long LINGER_NANOS = 30_000;

  private final Agent agent;
  private final Doorbell bell;
  private final Clock clock;
  private final Thread thread;
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean running = true;

  private AgentRunner(Agent agent, Doorbell bell, Clock clock) {
    this.agent = agent;
    this.bell = bell;
    this.clock = clock;
    thread = new Thread(this::run, "forebay-" + agent.role());
    thread.setDaemon(true);
  }

  /** Starts the agent's thread. */
  public static AgentRunner start(Agent agent, Doorbell bell, Clock clock) {
    AgentRunner runner = new AgentRunner(agent, bell, clock);
    runner.thread.start();
    return runner;
  }

  /** Ends the thread after its current pass and waits for that, five seconds at most. */
  @Override
  public void close() {
    running = false;
    bell.ring();
    try {
      if (!ended.await(5, TimeUnit.SECONDS)) {
        LOG.warn("{} did not end within 5 s", thread.getName());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      while (running) {
        if (pass() == 0) {
          bell.sleepUntil(agent.nextDeadlineNanos(), this::awake, clock);
        }
      }
      agent.onClose();
    } finally {
      ended.countDown();
    }
  }

  private boolean awake() {
    return !running || agent.hasInput();
  }

  /**
   * Works until there was nothing to do for a short while; a broken pass must not end the thread.
   */
  @SuppressWarnings("ThreadPriorityCheck") // busy agents may share a core: let the others work
  private int pass() {
    try {
      int work = agent.doWork();
      if (work == 0) {
        return 0;
      }
      long until = clock.nanos() + LINGER_NANOS;
      while (running && clock.nanos() < until) {
        if (agent.hasInput()) {
          return work;
        }
        Thread.yield();
      }
      return work;
    } catch (RuntimeException | Error e) {
      LOG.error("{}: a pass failed; this is a fault in Forebay, please report it", agent.role(), e);
      return 0;
    }
  }
}
