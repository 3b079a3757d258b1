/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.metrics;

import io.forebay.daemon.health.ShardReport;
import io.forebay.engine.Engine;
import io.forebay.engine.Mapping;
import io.forebay.engine.MappingState;
import io.forebay.engine.MappingStatus;
import io.forebay.engine.MappingStatus.ShardStatus;
import io.forebay.engine.Meter;
import io.forebay.engine.MeterSnapshot;
import io.forebay.engine.MeterSnapshot.MappingMeters;
import io.forebay.engine.MeterSnapshot.RingUse;
import io.prometheus.client.Collector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * Maps an engine's meters and statuses to metrics when the page is asked for, so that counting
 * costs the engine nothing but a long a meter.
 */
public final class EngineCollector extends Collector {

  private static final double MILLIS_PER_SECOND = 1000;

  private final Engine engine;
  private final Supplier<ShardReport> report;

  /** Of this engine, with what was last seen of its shards. */
  public EngineCollector(Engine engine, Supplier<ShardReport> report) {
    this.engine = engine;
    this.report = report;
  }

  @Override
  public List<MetricFamilySamples> collect() {
    MeterSnapshot meters = engine.meters();
    List<MappingStatus> statuses = engine.mappings().stream().map(Mapping::status).toList();
    List<MetricFamilySamples> page = new ArrayList<>();
    counters(meters, page);
    histograms(meters, page);
    states(statuses, page);
    shards(statuses, report.get(), page);
    rings(meters, page);
    return page;
  }

  private static void counters(MeterSnapshot meters, List<MetricFamilySamples> page) {
    for (Meter meter : Meter.values()) {
      Family family =
          new Family(
              MeterText.name(meter), Type.COUNTER, List.of("mapping"), MeterText.help(meter));
      for (MappingMeters of : meters.mappings()) {
        family.add(of.counts().getOrDefault(meter, 0L), of.mapping());
      }
      page.add(family.samples());
    }
  }

  private static void histograms(MeterSnapshot meters, List<MetricFamilySamples> page) {
    Family sizes = Metric.BATCH_SIZE.family();
    Family times = Metric.INVOCATION.family();
    for (MappingMeters of : meters.mappings()) {
      sizes.add(of.batchSizes(), 1, of.mapping());
      times.add(of.invocationMillis(), MILLIS_PER_SECOND, of.mapping());
    }
    page.addAll(Arrays.asList(sizes.samples(), times.samples()));
  }

  private static void states(List<MappingStatus> statuses, List<MetricFamilySamples> page) {
    Family states = Metric.MAPPING_STATE.family();
    Family problems = Metric.MAPPING_PROBLEM.family();
    for (MappingStatus status : statuses) {
      for (MappingState state : MappingState.values()) {
        states.add(state == status.state() ? 1 : 0, status.name(), state.word());
      }
      boolean problem =
          !status.problem().isEmpty()
              || status.shards().stream().anyMatch(shard -> !shard.problem().isEmpty());
      problems.add(problem ? 1 : 0, status.name());
    }
    page.addAll(Arrays.asList(states.samples(), problems.samples()));
  }

  private static void shards(
      List<MappingStatus> statuses, ShardReport report, List<MetricFamilySamples> page) {
    Family age = Metric.ITERATOR_AGE.family();
    Family lag = Metric.LAG.family();
    Family open = Metric.OPEN.family();
    Family inFlight = Metric.IN_FLIGHT.family();
    Family waiting = Metric.WAITING.family();
    Family checkpointAge = Metric.CHECKPOINT_AGE.family();
    Family stuck = Metric.SHARD_STUCK.family();
    for (MappingStatus status : statuses) {
      for (ShardStatus shard : status.shards()) {
        String[] labels = {status.name(), shard.shard()};
        age.add(shard.iteratorAgeMillis() / MILLIS_PER_SECOND, labels);
        if (shard.lag() >= 0) {
          lag.add(shard.lag(), labels);
        }
        open.add(shard.open(), labels);
        inFlight.add(shard.inFlight(), labels);
        waiting.add(shard.waiting(), labels);
        checkpointAge.add(shard.checkpointAgeMillis() / MILLIS_PER_SECOND, labels);
        long standing = report.standingMillis(status.name(), shard.shard());
        stuck.add(standing / MILLIS_PER_SECOND, labels);
      }
    }
    for (Family family : List.of(age, lag, open, inFlight, waiting, checkpointAge, stuck)) {
      page.add(family.samples());
    }
  }

  private static void rings(MeterSnapshot meters, List<MetricFamilySamples> page) {
    Family slots = Metric.RING_SLOTS.family();
    Family used = Metric.RING_USED.family();
    for (RingUse ring : meters.rings()) {
      String worker = String.valueOf(ring.worker());
      slots.add(ring.slots(), worker);
      used.add(ring.used(), worker);
    }
    page.addAll(Arrays.asList(slots.samples(), used.samples()));
  }
}
