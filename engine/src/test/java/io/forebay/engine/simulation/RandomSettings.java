/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine.simulation;

import io.forebay.engine.MappingSettings;
import io.forebay.source.SourceTraits;
import io.forebay.source.SourceTraits.StartPositions;
import io.forebay.source.SourceTraits.WindowClock;
import java.time.Duration;
import java.util.SplittableRandom;

/** What kind of source and mapping a seeded run has. */
final class RandomSettings {

  private RandomSettings() {}

  static SourceTraits traits(SplittableRandom random) {
    WindowClock[] clocks = WindowClock.values();
    return new SourceTraits(
        true,
        100,
        10_000,
        Duration.ZERO,
        clocks[random.nextInt(clocks.length)],
        10,
        StartPositions.ENDS,
        Duration.ofSeconds(1),
        false,
        random.nextInt(3) == 0);
  }

  static MappingSettings settings(SplittableRandom random, SourceTraits traits) {
    MappingSettings.Builder builder =
        MappingSettings.named("sim", traits)
            .batchSize(1 + random.nextInt(12))
            .parallelizationFactor(random.nextBoolean() ? 1 : 2 + random.nextInt(9))
            .payloadLimit(1024 + random.nextInt(4000))
            .timeout(Duration.ofMillis(500 + random.nextInt(5000)))
            .maximumBatchingWindow(
                random.nextBoolean() ? Duration.ZERO : Duration.ofMillis(random.nextInt(3000)))
            .maximumRetryAttempts(random.nextInt(3) == 0 ? -1 : random.nextInt(4));
    if (random.nextInt(3) == 0) {
      builder.maximumRecordAge(Duration.ofSeconds(60 + random.nextInt(60)));
    }
    return builder.build();
  }
}
