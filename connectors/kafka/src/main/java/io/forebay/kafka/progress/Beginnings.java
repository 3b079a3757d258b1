/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.kafka.progress;

import io.forebay.kafka.partition.LogRange;
import io.forebay.source.ReadFrom;
import io.forebay.source.SharedSource.Progress;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.Uuid;

/**
 * Decides where the reading of newly assigned partitions begins. Pure: what the broker says is an
 * input.
 *
 * @param start where to begin without a commit
 * @param known the topic as it was known before, if it was
 * @param now the topic as it is
 * @param group the group's commits of this topic, by partition
 */
public record Beginnings(
    ReadFrom start,
    Optional<KnownTopic> known,
    KnownTopic now,
    Map<Integer, OffsetAndMetadata> group) {

  /**
   * What tells a topic from another of the same name, and new partitions from old ones.
   *
   * @param id its id
   * @param partitions how many of its partitions the starting position is for
   */
  public record KnownTopic(Uuid id, int partitions) {}

  /**
   * The log of a partition.
   *
   * @param start oldest offset
   * @param end offset of the next record to be written
   * @param atStart where the starting position falls
   */
  public record Log(long start, long end, long atStart) {}

  /**
   * Where reading begins.
   *
   * @param next offset to read first, which may be there no more
   * @param range what can be gone on from
   * @param stored what the group had stored
   */
  public record Beginning(long next, LogRange range, Optional<Progress> stored) {}

  /** For one partition. */
  public Beginning of(int partition, Log log) {
    OffsetAndMetadata commit = group.get(partition);
    int before = remembered().partitions();
    if (commit == null) {
      long next = partition < before ? log.atStart() : log.start();
      // Nothing of a topic made anew was read: whoever comes with another offset means the old one.
      long end = before == 0 ? log.start() : log.end();
      return new Beginning(next, new LogRange(log.start(), end, log.start()), Optional.empty());
    }
    Optional<CommitMetadata> ours = CommitMetadata.parse(commit.metadata(), commit.offset());
    if (ours.isPresent() && !ours.get().topicId().equals(now.id())) {
      LogRange nothing = new LogRange(log.start(), log.start(), log.start());
      return new Beginning(log.start(), nothing, Optional.empty());
    }
    long next = commit.offset();
    boolean inside = log.start() <= next && next <= log.end();
    byte[] map = inside ? ours.map(CommitMetadata::settledAbove).orElse(new byte[0]) : new byte[0];
    return new Beginning(
        next,
        new LogRange(log.start(), log.end(), log.start()),
        Optional.of(new Progress(Long.toString(next - 1), map)));
  }

  /**
   * The topic as it is to be remembered: with as many partitions as there were when the group began
   * to read. Those that came later, and all of a topic that was made anew, are read from their
   * beginning: nothing of them may be left out, whatever the starting position says.
   */
  public KnownTopic remembered() {
    int before = now.partitions();
    if (known.isPresent()) {
      before = known.get().id().equals(now.id()) ? Math.min(before, known.get().partitions()) : 0;
    }
    for (OffsetAndMetadata one : group.values()) {
      Optional<CommitMetadata> ours = CommitMetadata.parse(one.metadata(), one.offset());
      if (ours.isPresent()) {
        before =
            ours.get().topicId().equals(now.id()) ? Math.min(before, ours.get().partitions()) : 0;
      }
    }
    return new KnownTopic(now.id(), before);
  }
}
