/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.health;

import io.forebay.engine.Waiting;
import java.util.List;
import java.util.Map;

/**
 * How long shards stand still, as of the last look. Immutable.
 *
 * @param standingMillis for each shard with work, by mapping and shard: how long it has had work
 *     without moving
 * @param stuck those that have not moved for longer than {@code stuckAfter}, by mapping and shard
 */
public record ShardReport(Map<ShardName, Long> standingMillis, List<StuckShard> stuck) {

  /** Before the first look. */
  public static final ShardReport NONE = new ShardReport(Map.of(), List.of());

  /**
   * A shard of a mapping.
   *
   * @param mapping the mapping's name
   * @param shard the shard's id
   */
  public record ShardName(String mapping, String shard) implements Comparable<ShardName> {
    @Override
    public int compareTo(ShardName other) {
      int byMapping = mapping.compareTo(other.mapping);
      return byMapping == 0 ? shard.compareTo(other.shard) : byMapping;
    }
  }

  /**
   * A shard that is stuck.
   *
   * @param key which one
   * @param standingMillis how long it has had work without moving
   * @param waitsFor what its oldest open record waits for
   */
  public record StuckShard(ShardName key, long standingMillis, Waiting waitsFor) {}

  /** Copies what it is given. */
  public ShardReport {
    standingMillis = Map.copyOf(standingMillis);
    stuck = List.copyOf(stuck);
  }

  /** How long this shard has had work without moving; 0: it moves, or has nothing to do. */
  public long standingMillis(String mapping, String shard) {
    return standingMillis.getOrDefault(new ShardName(mapping, shard), 0L);
  }

  /** Whether this shard is stuck. */
  public boolean isStuck(String mapping, String shard) {
    ShardName key = new ShardName(mapping, shard);
    return stuck.stream().anyMatch(one -> one.key().equals(key));
  }
}
