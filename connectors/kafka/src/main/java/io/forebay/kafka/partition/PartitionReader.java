/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.kafka.partition;

import io.forebay.source.Fetch;
import io.forebay.source.ShardReader;
import io.forebay.source.SourceException;
import java.util.function.BooleanSupplier;

/** Reads what the poller has buffered of a partition; never waits for anything. */
public final class PartitionReader implements ShardReader {

  private final PartitionBuffer buffer;
  private final long begin;
  private final boolean exact;
  private final BooleanSupplier held;
  private final Owner owner;

  /** What a reader tells the poller. */
  public interface Owner {

    /** Everything before this offset is settled and stored. */
    void settledBefore(long next);

    /** It will read no more. */
    void closed();
  }

  /**
   * Over a buffer.
   *
   * @param begin the offset reading begins at
   * @param held whether nothing may be handed out now
   */
  public PartitionReader(
      PartitionBuffer buffer, long begin, boolean exact, BooleanSupplier held, Owner owner) {
    this.buffer = buffer;
    this.begin = begin;
    this.exact = exact;
    this.held = held;
    this.owner = owner;
  }

  @Override
  public String startedAfter() {
    return Long.toString(begin - 1);
  }

  @Override
  public boolean exact() {
    return exact;
  }

  @Override
  public Fetch fetch(int maxRecords, long maxBytes) throws SourceException {
    return held.getAsBoolean() ? Fetch.nothing() : buffer.fetch(maxRecords, maxBytes);
  }

  @Override
  public boolean mayHaveRecords() {
    return buffer.mayHaveRecords() && !held.getAsBoolean();
  }

  @Override
  public void wakeBy(Runnable bell) {
    buffer.wakeBy(bell);
  }

  @Override
  public void settledThrough(String position) {
    owner.settledBefore(Long.parseLong(position) + 1);
  }

  @Override
  public long lag() {
    return buffer.lag();
  }

  @Override
  public void close() {
    buffer.close();
    owner.closed();
  }
}
