/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine.simulation;

import io.forebay.handler.SourceRecord;
import io.forebay.source.Fetch;
import io.forebay.source.ReadFrom;
import io.forebay.source.ShardReader;
import io.forebay.source.SourceException;
import io.forebay.source.SourceException.Kind;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;

/** A shard in memory, whose reader now and then returns less than there is, or fails. */
public final class SimShard {

  private final String id;
  private final List<SimRecord> log = new ArrayList<>();
  private final BitSet removed = new BitSet();
  private boolean ended;

  public SimShard(String id) {
    this.id = id;
  }

  public String id() {
    return id;
  }

  public List<SimRecord> log() {
    return log;
  }

  public void append(String key, long timestamp, int bytes) {
    log.add(new SimRecord(id, log.size(), key, timestamp, bytes));
  }

  /** Removes a record, as compaction does; never the last one. Returns whether it was there. */
  public boolean remove(int index) {
    boolean there = index < log.size() - 1 && !removed.get(index);
    if (there) {
      removed.set(index);
    }
    return there;
  }

  /** No more records will come. */
  public void end() {
    ended = true;
  }

  public ShardReader open(ReadFrom from, SplittableRandom random, double failures) {
    int start = from instanceof ReadFrom.After after ? Integer.parseInt(after.position()) + 1 : 0;
    return new Reader(start, random, failures);
  }

  private final class Reader implements ShardReader {
    private final int start;
    private final SplittableRandom random;
    private final double failures;
    private int next;

    Reader(int start, SplittableRandom random, double failures) {
      this.start = start;
      this.next = start;
      this.random = random;
      this.failures = failures;
    }

    @Override
    public String startedAfter() {
      return String.valueOf(start - 1);
    }

    @Override
    public Fetch fetch(int maxRecords, long maxBytes) throws SourceException {
      if (random.nextDouble() < failures) {
        throw new SourceException(
            random.nextBoolean() ? Kind.UNAVAILABLE : Kind.CORRUPT, "simulated fault");
      }
      int most = 1 + random.nextInt(maxRecords);
      List<SourceRecord> records = new ArrayList<>();
      long bytes = 0;
      while (records.size() < most && next < log.size()) {
        SimRecord rec = log.get(removed.nextClearBit(next));
        if (!records.isEmpty() && bytes + rec.size() > maxBytes) {
          break;
        }
        records.add(rec);
        bytes += rec.size();
        next = rec.index() + 1;
      }
      Fetch.Progress progress =
          next < log.size()
              ? Fetch.Progress.MORE
              : ended ? Fetch.Progress.SHARD_ENDED : Fetch.Progress.CAUGHT_UP;
      return new Fetch(records, bytes, progress);
    }

    @Override
    public boolean mayHaveRecords() {
      return next < log.size() || ended;
    }

    @Override
    public void close() {}
  }
}
