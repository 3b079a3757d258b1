/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.kafka.partition;

import io.forebay.source.Shard;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * A partition while it is ours, once. The poller's, but for {@link #range}, which openers of
 * readers look at.
 */
public final class OwnedPartition {

  private final TopicPartition partition;
  private final Shard shard;
  private final AtomicReference<LogRange> range;
  private @Nullable PartitionBuffer buffer;
  private boolean paused = true;
  private boolean outOfRange;
  private long committed;

  public OwnedPartition(TopicPartition partition, Shard shard, LogRange range, long committed) {
    this.partition = partition;
    this.shard = shard;
    this.range = new AtomicReference<>(range);
    this.committed = committed;
  }

  public TopicPartition partition() {
    return partition;
  }

  public Shard shard() {
    return shard;
  }

  /** Any thread. */
  public LogRange range() {
    return Objects.requireNonNull(range.get(), "range");
  }

  /** Any thread. */
  public void range(LogRange known) {
    range.set(known);
  }

  /** Any thread: somebody may go on from here. */
  public void readTo(long next) {
    range.updateAndGet(known -> known.readTo(next));
  }

  /** Where polled records go; null while nobody reads. */
  public @Nullable PartitionBuffer buffer() {
    return buffer;
  }

  /** A reader comes. */
  public void attach(PartitionBuffer to, long begin) {
    buffer = to;
    outOfRange = false;
    committed = Math.min(committed, begin);
  }

  /** A reader goes; not if another has come since. */
  public void detach(PartitionBuffer from) {
    if (buffer == from) {
      buffer = null;
    }
  }

  /** Reading stops until the next reader comes. */
  public void outOfRange() {
    outOfRange = true;
  }

  /** Whether this many records may be polled now, or none: full above, going on below half. */
  public boolean wantsRecords() {
    PartitionBuffer now = buffer;
    return now != null && !outOfRange && (paused ? now.roomy() : !now.full());
  }

  public boolean paused() {
    return paused;
  }

  public void paused(boolean now) {
    paused = now;
  }

  /** Whether this may be committed: an older reader's late word must not set the group back. */
  public boolean committable(long next) {
    return next >= committed;
  }

  public void committed(long next) {
    committed = next;
  }
}
