/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine.agent;

import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Commands and answers for an agent, run on its thread in the order they came.
 *
 * <p>Unbounded on purpose, so that no two threads can ever wait for room in each other's inbox;
 * what may lie in it is bounded by its senders: an answer for each running invocation, and a few
 * commands for each shard.
 */
public final class Inbox {

  private final ConcurrentLinkedQueue<Runnable> messages = new ConcurrentLinkedQueue<>();
  private final Doorbell bell;

  /** An inbox that rings this bell. */
  public Inbox(Doorbell bell) {
    this.bell = bell;
  }

  /** Leaves a message; any thread. */
  public void put(Runnable message) {
    messages.add(message);
    bell.ring();
  }

  /** Whether a message waits. */
  public boolean isEmpty() {
    return messages.isEmpty();
  }

  /**
   * Runs what waits; the agent's thread only.
   *
   * @param limit most messages to run
   * @return how many were run
   */
  public int drain(int limit) {
    int done = 0;
    while (done < limit) {
      Runnable message = messages.poll();
      if (message == null) {
        break;
      }
      message.run();
      done++;
    }
    return done;
  }
}
