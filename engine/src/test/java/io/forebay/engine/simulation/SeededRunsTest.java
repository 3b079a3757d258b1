/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/**
 * Random runs of the engine's core held against {@link Guarantees}. A failing seed is named in the
 * message; {@code -Dforebay.seed=N} replays it alone, {@code -Dforebay.seeds=N} runs more.
 */
class SeededRunsTest {

  private static final int SEEDS = Integer.getInteger("forebay.seeds", 10_000);

  @Test
  void shouldHoldEveryGuaranteeWhateverHappens() {
    Long alone = Long.getLong("forebay.seed");
    int discards = 0;
    int goneOn = 0;
    for (long seed = alone == null ? 0 : alone;
        seed < (alone == null ? SEEDS : alone + 1);
        seed++) {
      Simulation simulation = new Simulation(seed);
      try {
        simulation.run();
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError(
            "seed " + seed + ": " + e.getMessage() + " (replay: -Dforebay.seed=" + seed + ")", e);
      }
      discards += simulation.discards();
      goneOn += simulation.goneOn();
    }
    if (alone == null) {
      assertThat(discards).as("runs that discard something").isGreaterThan(SEEDS / 10);
      assertThat(goneOn).as("batches gone on to").isGreaterThan(SEEDS / 10);
    }
  }

  @Test
  void shouldCatchCheckpointsThatRunAhead() {
    assertThatThrownBy(
            () -> {
              for (long seed = 0; seed < 100; seed++) {
                new Simulation(seed, RunsAhead::new).run();
              }
            })
        .isInstanceOf(AssertionError.class)
        .hasMessageMatching("(CHECKPOINT_BEHIND_REALITY|ENDED_MEANS_ALL_DONE) broken: .*");
  }
}
