/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.http;

import io.forebay.daemon.health.ShardReport;
import io.forebay.daemon.health.ShardReport.StuckShard;
import io.forebay.daemon.health.WaitingText;
import io.forebay.engine.Mapping;
import io.forebay.engine.MappingStatus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Whether the process is ready: every mapping that should read does, and nothing stops it; and
 * whether every shard moves. A stuck shard is told on both pages and fails only the second: what
 * holds it is mostly a record or a handler, which no restart and no other traffic would mend, and a
 * new version that mends it must not be held up because it does not become ready.
 */
final class HealthPage {

  private static final int UNAVAILABLE = 503;

  private final Supplier<List<Mapping>> mappings;
  private final Supplier<ShardReport> shards;

  HealthPage(Supplier<List<Mapping>> mappings, Supplier<ShardReport> shards) {
    this.mappings = mappings;
    this.shards = shards;
  }

  /** {@code /health/ready}: 200 or 503, the mappings that are not ready, the shards that hang. */
  Page ready() {
    List<Mapping> all = mappings.get();
    List<Object> notReady = new ArrayList<>();
    for (Mapping mapping : all) {
      MappingStatus status = mapping.status();
      List<String> faults = MappingHealth.faults(status, mapping.settings().enabled());
      if (!faults.isEmpty()) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("mapping", status.name());
        fields.put("state", status.state().word());
        fields.put("reason", status.reason());
        fields.put("problems", faults);
        notReady.add(fields);
      }
    }
    Map<String, Object> page = new LinkedHashMap<>();
    page.put("ready", notReady.isEmpty());
    page.put("mappings", all.size());
    page.put("notReady", notReady);
    page.put("stuck", stuck());
    return Page.json(notReady.isEmpty() ? 200 : UNAVAILABLE, page);
  }

  /** {@code /health/shards}: 200, or 503 and the shards that are stuck. */
  Page shards() {
    List<Object> stuck = stuck();
    Map<String, Object> page = new LinkedHashMap<>();
    page.put("moving", stuck.isEmpty());
    page.put("stuck", stuck);
    return Page.json(stuck.isEmpty() ? 200 : UNAVAILABLE, page);
  }

  private List<Object> stuck() {
    List<Object> stuck = new ArrayList<>();
    for (StuckShard one : shards.get().stuck()) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("mapping", one.key().mapping());
      fields.put("shard", one.key().shard());
      fields.put("seconds", TimeUnit.MILLISECONDS.toSeconds(one.standingMillis()));
      fields.put("waitsFor", WaitingText.of(one.waitsFor()));
      stuck.add(fields);
    }
    return stuck;
  }
}
