/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine.worker;

import io.forebay.engine.dispatch.MappingPermits;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Shards that could start an invocation and wait for a permit: a line a mapping, served in turn, so
 * that neither a busy mapping nor a hot shard takes all permits. Confined to the worker.
 */
final class PermitLines {

  /** A mapping's shards that wait. */
  private static final class Line {
    private final MappingPermits permits;
    private final Deque<ShardWork> shards = new ArrayDeque<>();
    private int members;

    Line(MappingPermits permits) {
      this.permits = permits;
    }
  }

  private final Map<MappingPermits, Line> lines = new HashMap<>();
  private final Deque<Line> waiting = new ArrayDeque<>();
  private final List<Line> refused = new ArrayList<>();

  /** A shard of a mapping begins to work here. */
  void join(ShardWork shard) {
    lines.computeIfAbsent(shard.scope().mapping().permits(), Line::new).members++;
  }

  /** A shard is done; the last of a mapping takes the mapping's line away. */
  void leave(ShardWork shard) {
    MappingPermits permits = shard.scope().mapping().permits();
    Line line = lines.get(permits);
    if (line != null && --line.members == 0) {
      lines.remove(permits);
    }
  }

  /**
   * Puts a shard at the end of its mapping's line. The caller sees to it that it stands there once.
   */
  void add(ShardWork shard) {
    Line line = lines.get(shard.scope().mapping().permits());
    if (line == null) {
      throw new IllegalStateException(shard.scope() + " has not joined");
    }
    if (line.shards.isEmpty()) {
      waiting.add(line);
    }
    line.shards.add(shard);
  }

  /** The next shard, with a permit taken for it; null if nobody waits or no permit is free. */
  @Nullable ShardWork next() {
    ShardWork shard = null;
    while (shard == null && !waiting.isEmpty()) {
      Line line = waiting.remove();
      if (!line.permits.tryTake()) {
        refused.add(line);
        continue;
      }
      shard = line.shards.remove();
      if (!line.shards.isEmpty()) {
        waiting.add(line);
      }
    }
    waiting.addAll(refused);
    refused.clear();
    return shard;
  }

  /** Whether {@link #next} might find one: asked before the worker sleeps. */
  boolean couldStart() {
    for (Line line : waiting) {
      if (line.permits.available()) {
        return true;
      }
    }
    return false;
  }
}
