/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine.worker;

import io.forebay.checkpoint.Checkpoint;
import io.forebay.checkpoint.SettledMap;
import io.forebay.checkpoint.ShardKey;
import io.forebay.engine.meter.MeterWriter;
import io.forebay.engine.meter.ShardGauges;
import io.forebay.engine.ring.Credits;
import io.forebay.engine.settle.CompletionWindow;
import io.forebay.engine.settle.CompletionWindow.Numbering;
import java.util.Optional;

/**
 * A shard for the length of its lease.
 *
 * @param mapping the mapping
 * @param key the shard
 * @param epoch the lease's epoch
 * @param restored the stored checkpoint
 * @param credits what the shard may take in
 * @param meters the worker's counters of the mapping
 * @param gauges what others may see
 * @param owner told of the lease's end
 */
public record ShardScope(
    MappingScope mapping,
    ShardKey key,
    long epoch,
    Optional<Checkpoint> restored,
    Credits credits,
    MeterWriter meters,
    ShardGauges gauges,
    Owner owner) {

  /** Told, on the worker's thread, how the shard's work ends. */
  public interface Owner {
    /** Drained: nothing of it is in flight any more and the progress is stored, or time was up. */
    void onDrained(ShardWork shard);

    /** A newer epoch owns the mapping: all work on it must stop. */
    void onFenced(ShardWork shard);

    /** Read to its end, all settled and stored. */
    void onEnded(ShardWork shard);

    /** A checkpoint was stored. */
    void onCheckpoint(ShardWork shard, String reached);
  }

  /** A window that knows what the stored checkpoint says is settled. */
  CompletionWindow newWindow() {
    return new CompletionWindow(
        restored.map(Checkpoint::settled).orElse(SettledMap.EMPTY),
        mapping.traits().offsetPositions() ? Numbering.OFFSETS : Numbering.PLACES);
  }

  @Override
  public String toString() {
    return key.toString();
  }
}
