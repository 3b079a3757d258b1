/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.handler;

import java.time.Instant;
import java.util.Iterator;
import java.util.List;

/**
 * What one invocation carries: records of one shard, in the shard's order, at least one.
 *
 * <p>Immutable and never reused by the engine; a handler may keep it or hand it to other threads.
 */
public final class Batch implements Iterable<SourceRecord> {

  private final String source;
  private final String shard;
  private final List<SourceRecord> records;

  private Batch(String source, String shard, List<SourceRecord> records) {
    this.source = source;
    this.shard = shard;
    this.records = records;
  }

  /**
   * A batch of these records, which must not be changed afterwards. The engine makes batches; a
   * handler's own tests may as well.
   *
   * @param source the event source, as its connector names it (for example {@code
   *     chronicle:/var/lib/forebay/orders})
   * @param shard the shard all records come from
   * @param records at least one record, in the shard's order
   * @throws IllegalArgumentException if there is no record
   */
  public static Batch of(String source, String shard, List<SourceRecord> records) {
    if (records.isEmpty()) {
      throw new IllegalArgumentException("a batch holds at least one record");
    }
    return new Batch(source, shard, records);
  }

  /** The event source the records come from. */
  public String source() {
    return source;
  }

  /** The shard all the records come from. */
  public String shard() {
    return shard;
  }

  /** The records in the shard's order; unmodifiable. */
  public List<SourceRecord> records() {
    return records;
  }

  /** Number of records. */
  public int size() {
    return records.size();
  }

  @Override
  public Iterator<SourceRecord> iterator() {
    return records.iterator();
  }

  /** Position of the first record. */
  public String firstPosition() {
    return first().position();
  }

  /** Position of the last record. */
  public String lastPosition() {
    return last().position();
  }

  /** Approximate arrival of the first record at the source. */
  public Instant firstArrival() {
    return first().arrivedAt();
  }

  /** Approximate arrival of the last record at the source. */
  public Instant lastArrival() {
    return last().arrivedAt();
  }

  @Override
  public String toString() {
    return shard + "[" + firstPosition() + ".." + lastPosition() + ", " + size() + " records]";
  }

  private SourceRecord first() {
    return records.get(0);
  }

  private SourceRecord last() {
    return records.get(records.size() - 1);
  }
}
