/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine;

import io.forebay.engine.simulation.SimRecord;
import io.forebay.handler.SourceRecord;
import io.forebay.source.EventSource;
import io.forebay.source.Fetch;
import io.forebay.source.ReadFrom;
import io.forebay.source.Shard;
import io.forebay.source.ShardReader;
import io.forebay.source.SourceException;
import io.forebay.source.SourceTraits;
import io.forebay.source.SourceTraits.StartPositions;
import io.forebay.source.SourceTraits.WindowClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A source in memory that several threads may append to; it outlives the engines that read it. */
final class MemorySource {

  static final SourceTraits TRAITS =
      new SourceTraits(
          true,
          100,
          10_000,
          Duration.ZERO,
          WindowClock.PREVIOUS_INVOCATION_ENDED,
          100,
          StartPositions.ENDS,
          Duration.ofMillis(100),
          false,
          false);

  private final Map<String, Log> logs = new LinkedHashMap<>();
  final Map<String, String> settledThrough = new ConcurrentHashMap<>();

  MemorySource(String... shards) {
    for (String shard : shards) {
      logs.put(shard, new Log(shard, Set.of()));
    }
  }

  MemorySource child(String shard, String parent) {
    logs.put(shard, new Log(shard, Set.of(parent)));
    return this;
  }

  void append(String shard, String key) {
    append(shard, key, System.currentTimeMillis(), 20);
  }

  void append(String shard, String key, long timestamp, int bytes) {
    Log log = log(shard);
    log.records.add(new SimRecord(shard, log.records.size(), key, timestamp, bytes));
  }

  void end(String shard) {
    log(shard).ended = true;
  }

  EventSource open() {
    return new EventSource() {
      @Override
      public String name() {
        return "memory:test";
      }

      @Override
      public List<Shard> shards() {
        return logs.values().stream().map(log -> new Shard(log.name, log.parents)).toList();
      }

      @Override
      public ShardReader open(Shard shard, ReadFrom from) throws SourceException {
        return new Reader(log(shard.id()), from);
      }

      @Override
      public void close() {}
    };
  }

  private Log log(String shard) {
    Log log = logs.get(shard);
    if (log == null) {
      throw new IllegalArgumentException("no shard " + shard);
    }
    return log;
  }

  private static final class Log {
    private final String name;
    private final Set<String> parents;
    private final List<SimRecord> records = new CopyOnWriteArrayList<>();
    private volatile boolean ended;

    Log(String name, Set<String> parents) {
      this.name = name;
      this.parents = parents;
    }
  }

  private final class Reader implements ShardReader {
    private final Log log;
    private final int start;
    private int next;

    Reader(Log log, ReadFrom from) {
      this.log = log;
      if (from instanceof ReadFrom.After after) {
        next = Integer.parseInt(after.position()) + 1;
      } else if (from instanceof ReadFrom.Latest) {
        next = log.records.size();
      }
      start = next;
    }

    @Override
    public String startedAfter() {
      return String.valueOf(start - 1);
    }

    @Override
    public Fetch fetch(int maxRecords, long maxBytes) {
      boolean ended = log.ended;
      List<SourceRecord> records = new ArrayList<>();
      long bytes = 0;
      while (next < log.records.size() && records.size() < maxRecords) {
        SimRecord rec = log.records.get(next);
        if (!records.isEmpty() && bytes + rec.size() > maxBytes) {
          return new Fetch(records, bytes, Fetch.Progress.MORE);
        }
        records.add(rec);
        bytes += rec.size();
        next++;
      }
      boolean more = next < log.records.size();
      return new Fetch(
          records,
          bytes,
          more
              ? Fetch.Progress.MORE
              : ended ? Fetch.Progress.SHARD_ENDED : Fetch.Progress.CAUGHT_UP);
    }

    @Override
    public boolean mayHaveRecords() {
      return next < log.records.size() || log.ended;
    }

    @Override
    public void settledThrough(String position) {
      settledThrough.put(log.name, position);
    }

    @Override
    public void close() {}
  }
}
