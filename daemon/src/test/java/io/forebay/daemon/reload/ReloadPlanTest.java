/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.reload;

import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.config.CheckpointSettings;
import io.forebay.config.HttpSettings;
import io.forebay.daemon.reload.ReloadPlan.FixedSettings;
import io.forebay.engine.EngineSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReloadPlanTest {

  private static final FixedSettings RUNNING =
      new FixedSettings(EngineSettings.defaults(), checkpoint("a.db"), http("127.0.0.1", 1));

  @Test
  void shouldNeedNoRestartForTheTokenAndThePatience() {
    HttpSettings other =
        new HttpSettings("127.0.0.1", 1, Optional.of("0123456789abcdef"), Duration.ofSeconds(1));

    assertThat(
            ReloadPlan.restartNeeded(
                RUNNING, new FixedSettings(RUNNING.engine(), RUNNING.checkpoint(), other)))
        .isEmpty();
  }

  @Test
  void shouldNameWhatOnlyARestartTakesOver() {
    EngineSettings engine =
        RUNNING.engine().withDrainTimeout(Duration.ofSeconds(7)).withMaximumConcurrency(3);

    assertThat(
            ReloadPlan.restartNeeded(
                RUNNING, new FixedSettings(engine, checkpoint("b.db"), http("0.0.0.0", 2))))
        .containsExactly(
            "engine.maximumConcurrency",
            "engine.drainTimeout",
            "checkpoint.path",
            "http.bind",
            "http.port");
  }

  private static CheckpointSettings checkpoint(String file) {
    return new CheckpointSettings("sqlite", Optional.of(Path.of(file)));
  }

  private static HttpSettings http(String bind, int port) {
    return new HttpSettings(bind, port, Optional.empty(), Duration.ofMinutes(5));
  }
}
