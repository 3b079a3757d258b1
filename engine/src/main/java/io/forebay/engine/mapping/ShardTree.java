/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine.mapping;

import io.forebay.source.Shard;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The shards of a source and what may be read of them: a child only when all its parents are
 * finished and checkpointed (rule 3.4.1). Confined to the supervisor.
 */
final class ShardTree {

  private final Map<String, Shard> shards = new LinkedHashMap<>();
  private final Set<String> begun = new HashSet<>();
  private final Set<String> ended = new HashSet<>();

  /** The source lists these shards now; known ones stay. */
  void add(List<Shard> listed) {
    listed.forEach(shard -> shards.putIfAbsent(shard.id(), shard));
  }

  /** The shard is finished and its last checkpoint stored. */
  void ended(String shard) {
    ended.add(shard);
  }

  /** Shards that may be read and have not begun, marked as begun by this call. */
  List<Shard> takeReadable() {
    List<Shard> readable = new ArrayList<>();
    for (Shard shard : shards.values()) {
      if (!begun.contains(shard.id()) && !ended.contains(shard.id()) && parentsEnded(shard)) {
        begun.add(shard.id());
        readable.add(shard);
      }
    }
    return readable;
  }

  /** A parent that the source no longer lists has left nothing to read. */
  private boolean parentsEnded(Shard shard) {
    for (String parent : shard.parents()) {
      if (shards.containsKey(parent) && !ended.contains(parent)) {
        return false;
      }
    }
    return true;
  }
}
