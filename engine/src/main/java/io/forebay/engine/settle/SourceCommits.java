/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine.settle;

import io.forebay.checkpoint.Checkpoint;
import io.forebay.checkpoint.SettledMap;
import io.forebay.source.SharedSource;
import io.forebay.source.SharedSource.Progress;
import java.util.BitSet;

/** Hands checkpoints to a source that keeps them itself. Any thread. */
public final class SourceCommits implements CheckpointSink {

  private final SharedSource source;

  /** For this source. */
  public SourceCommits(SharedSource source) {
    this.source = source;
  }

  @Override
  public void save(Checkpoint checkpoint, Answer answer) {
    Progress progress =
        new Progress(
            checkpoint.reached(), fitting(checkpoint.settled(), source.settledAboveLimit()));
    source.commit(checkpoint.shard().shard(), progress, answer::onSaved);
  }

  /**
   * The map, cut from above if it is too long: what is cut off comes again after a crash. A map of
   * records without gaps between their offsets always fits (see {@code Limits}).
   */
  static byte[] fitting(SettledMap settled, int limit) {
    byte[] bytes = settled.encode();
    BitSet kept = settled.toBitSet();
    while (bytes.length > limit) {
      kept.clear(kept.length() * 3 / 4, kept.length());
      bytes = SettledMap.of(kept).encode();
    }
    return bytes;
  }
}
