/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.control;

import io.forebay.daemon.health.ShardReport;
import io.forebay.daemon.health.WaitingText;
import io.forebay.daemon.reload.Configurations.Configured;
import io.forebay.engine.Mapping;
import io.forebay.engine.MappingStatus;
import io.forebay.engine.MappingStatus.ShardStatus;
import io.forebay.engine.Waiting;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A mapping as the API shows it: on one line of a list, or with everything there is. */
final class MappingJson {

  private MappingJson() {}

  /** What a list has of it, its shards added up. */
  static Map<String, @Nullable Object> summary(
      MappingStatus status, Optional<Configured> configured, ShardReport report) {
    List<ShardStatus> shards = status.shards();
    boolean known = shards.stream().anyMatch(shard -> shard.lag() >= 0);
    long lag = shards.stream().mapToLong(shard -> Math.max(0, shard.lag())).sum();
    long stuck =
        report.stuck().stream().filter(one -> one.key().mapping().equals(status.name())).count();
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("name", status.name());
    fields.put("state", status.state().word());
    fields.put("reason", status.reason());
    fields.put("lastProcessingResult", status.lastProcessingResult());
    fields.put("problem", status.problem());
    fields.put("source", configured.map(one -> one.fields().source()).orElse(""));
    fields.put("handler", configured.map(one -> one.definition().handlerName()).orElse(""));
    fields.put("shardCount", shards.size());
    fields.put("stuckShards", stuck);
    fields.put("open", shards.stream().mapToLong(ShardStatus::open).sum());
    fields.put("inFlight", shards.stream().mapToLong(ShardStatus::inFlight).sum());
    fields.put("waiting", shards.stream().mapToLong(ShardStatus::waiting).sum());
    fields.put("lag", known ? lag : null);
    fields.put("iteratorAgeMillis", most(shards.stream().map(ShardStatus::iteratorAgeMillis)));
    fields.put("checkpointAgeMillis", most(shards.stream().map(ShardStatus::checkpointAgeMillis)));
    return fields;
  }

  /** All there is: the summary, the settings in force, and each shard. */
  static Map<String, @Nullable Object> detail(
      Mapping mapping, MappingStatus status, Optional<Configured> configured, ShardReport report) {
    Map<String, @Nullable Object> fields = summary(status, configured, report);
    fields.put("settings", SettingsJson.of(mapping.settings()));
    List<Object> shards = new ArrayList<>();
    for (ShardStatus shard : status.shards()) {
      shards.add(shard(status.name(), shard, report));
    }
    fields.put("shards", shards);
    return fields;
  }

  private static Map<String, @Nullable Object> shard(
      String mapping, ShardStatus shard, ShardReport report) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("shard", shard.shard());
    fields.put("reached", shard.reached());
    fields.put("open", shard.open());
    fields.put("inFlight", shard.inFlight());
    fields.put("waiting", shard.waiting());
    fields.put("lag", shard.lag() < 0 ? null : shard.lag());
    fields.put("iteratorAgeMillis", shard.iteratorAgeMillis());
    fields.put("checkpointAgeMillis", shard.checkpointAgeMillis());
    fields.put("ended", shard.ended());
    fields.put("problem", shard.problem());
    fields.put("waitsFor", waiting(shard.waitsFor()));
    fields.put("stuck", report.isStuck(mapping, shard.shard()));
    fields.put(
        "standingSeconds",
        TimeUnit.MILLISECONDS.toSeconds(report.standingMillis(mapping, shard.shard())));
    return fields;
  }

  private static Map<String, @Nullable Object> waiting(Waiting waiting) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("what", waiting.what().name());
    fields.put("since", time(waiting.sinceMillis()));
    fields.put("until", time(waiting.untilMillis()));
    fields.put("detail", waiting.detail());
    fields.put("text", WaitingText.of(waiting));
    return fields;
  }

  private static @Nullable String time(long millis) {
    return millis == 0 ? null : Instant.ofEpochMilli(millis).toString();
  }

  private static long most(Stream<Long> values) {
    return values.mapToLong(Long::longValue).max().orElse(0);
  }
}
