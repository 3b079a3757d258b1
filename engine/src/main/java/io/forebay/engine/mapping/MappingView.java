/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine.mapping;

import io.forebay.engine.MappingSettings;
import io.forebay.engine.MappingState;
import io.forebay.engine.MappingStatus;
import io.forebay.engine.MappingStatus.ShardStatus;
import io.forebay.engine.agent.Clock;
import io.forebay.engine.meter.ShardGauges;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What others see of a mapping: the supervisor replaces {@link Facts} whole, any thread reads; the
 * shards' gauges move by themselves.
 */
final class MappingView {

  /** What the supervisor knows. */
  record Facts(
      MappingSettings settings,
      MappingState state,
      String reason,
      String problem,
      Map<String, ShardGauges> shards) {}

  private final LastResult lastResult;
  private final Clock clock;
  private volatile Facts facts;

  MappingView(Facts facts, LastResult lastResult, Clock clock) {
    this.facts = facts;
    this.lastResult = lastResult;
    this.clock = clock;
  }

  void show(Facts now) {
    facts = now;
  }

  MappingSettings settings() {
    return facts.settings;
  }

  MappingStatus status() {
    Facts now = facts;
    List<ShardStatus> shards = new ArrayList<>();
    now.shards.forEach((shard, gauges) -> shards.add(status(shard, gauges)));
    return new MappingStatus(
        now.settings.name(), now.state, now.reason, lastResult.words(), now.problem, shards);
  }

  private ShardStatus status(String shard, ShardGauges gauges) {
    return new ShardStatus(
        shard,
        gauges.reached(),
        gauges.open(),
        gauges.inFlight(),
        gauges.waiting(),
        gauges.lag(),
        gauges.iteratorAgeMillis(),
        gauges.checkpointAgeMillis(clock.millis()),
        gauges.ended(),
        gauges.problem(),
        gauges.waitsFor());
  }
}
