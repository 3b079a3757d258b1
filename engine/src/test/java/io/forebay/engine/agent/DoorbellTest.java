/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class DoorbellTest {

  private static final int ROUNDS = 1_000_000;
  private static final long STALL_NANOS = 2_000_000_000L;

  /**
   * Two threads wake each other by turns. A lost wake-up shows as a sleep to the deadline: without
   * the fence in {@code ring} that happens some times in a million rounds.
   */
  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  void shouldNeverLoseAWakeUp() throws Exception {
    Clock clock = Clock.system();
    Doorbell ping = new Doorbell();
    Doorbell pong = new Doorbell();
    AtomicLong turn = new AtomicLong();
    AtomicLong stalls = new AtomicLong();
    Thread other =
        new Thread(
            () -> {
              for (long round = 1; round <= ROUNDS * 2L; round += 2) {
                await(pong, turn, round, clock, stalls);
                turn.lazySet(round + 1);
                ping.ring();
              }
            });
    other.start();
    for (long round = 0; round < ROUNDS * 2L; round += 2) {
      await(ping, turn, round, clock, stalls);
      turn.lazySet(round + 1);
      pong.ring();
    }
    other.join();
    assertThat(stalls.get()).isZero();
  }

  private static void await(
      Doorbell bell, AtomicLong turn, long expected, Clock clock, AtomicLong stalls) {
    while (turn.get() != expected) {
      long deadline = clock.nanos() + STALL_NANOS;
      bell.sleepUntil(deadline, () -> turn.get() == expected, clock);
      if (clock.nanos() - deadline >= 0) {
        stalls.incrementAndGet();
      }
    }
  }
}
