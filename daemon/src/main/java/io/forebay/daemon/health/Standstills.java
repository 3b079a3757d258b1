/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.health;

import io.forebay.daemon.health.ShardReport.ShardName;
import io.forebay.daemon.health.ShardReport.StuckShard;
import io.forebay.engine.MappingState;
import io.forebay.engine.MappingStatus;
import io.forebay.engine.MappingStatus.ShardStatus;
import io.forebay.engine.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Finds shards that have work and do not move, from one look at the statuses after the other. Has
 * no clock of its own; confined to whoever looks.
 *
 * <p>A shard moves when its reached position does. It has work while records are open, or lie
 * behind, or it can't be read. Waiting for the batching window is what somebody asked for, and no
 * standstill; neither is a mapping that is paused.
 */
final class Standstills {

  private record Seen(String reached, long sinceMillis) {}

  private Map<ShardName, Seen> seen = Map.of();

  /**
   * Takes a look.
   *
   * @param nowMillis a clock that never goes back, in milliseconds
   */
  ShardReport look(List<MappingStatus> mappings, long nowMillis, Duration stuckAfter) {
    Map<ShardName, Seen> now = new HashMap<>();
    Map<ShardName, Long> standing = new TreeMap<>();
    List<StuckShard> stuck = new ArrayList<>();
    for (MappingStatus mapping : mappings) {
      if (mapping.state() != MappingState.ENABLED) {
        continue;
      }
      for (ShardStatus shard : mapping.shards()) {
        if (hasWork(shard)) {
          ShardName key = new ShardName(mapping.name(), shard.shard());
          long since = since(key, shard, nowMillis);
          now.put(key, new Seen(shard.reached(), since));
          standing.put(key, nowMillis - since);
          if (nowMillis - since >= stuckAfter.toMillis()) {
            stuck.add(new StuckShard(key, nowMillis - since, shard.waitsFor()));
          }
        }
      }
    }
    seen = now;
    return new ShardReport(standing, stuck);
  }

  private long since(ShardName key, ShardStatus shard, long nowMillis) {
    Seen before = seen.get(key);
    return before != null && before.reached().equals(shard.reached())
        ? before.sinceMillis()
        : nowMillis;
  }

  private static boolean hasWork(ShardStatus shard) {
    boolean work = shard.open() > 0 || shard.lag() > 0 || !shard.problem().isEmpty();
    return work && !shard.ended() && shard.waitsFor().what() != Waiting.For.WINDOW;
  }
}
