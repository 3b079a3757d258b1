/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.chronicle;

import io.forebay.source.SourceException;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;

/**
 * Removes a shard's old files: whole cycles, oldest first, never the newest, and none that a
 * mapping of the stream still needs unless it was told to.
 *
 * <p>Runs on the reader's thread, at most every few seconds; confined to it.
 */
final class Retention {

  /**
   * What is kept.
   *
   * @param age files whose records are all older are removed; empty: no matter how old
   * @param size bytes a shard may have in finished and current files together; empty: any
   * @param ignoresMappings whether files go though a mapping has not settled them
   */
  record Rule(Optional<Duration> age, OptionalLong size, boolean ignoresMappings) {
    boolean keepsEverything() {
      return age.isEmpty() && size.isEmpty();
    }
  }

  private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final Rule rule;
  private final int shard;
  private final ShardFolder folder;
  private final ReaderMarks marks;
  private final SingleChronicleQueue queue;
  private long lastRunNanos;

  Retention(
      Rule rule, int shard, ShardFolder folder, ReaderMarks marks, SingleChronicleQueue queue) {
    this.rule = rule;
    this.shard = shard;
    this.folder = folder;
    this.marks = marks;
    this.queue = queue;
    this.lastRunNanos = System.nanoTime() - PAUSE_NANOS;
  }

  /** Looks whether something is to be removed, if the last look is long enough ago. */
  void runIfDue() throws SourceException {
    if (rule.keepsEverything()) {
      return;
    }
    long now = System.nanoTime();
    if (now - lastRunNanos >= PAUSE_NANOS) {
      lastRunNanos = now;
      run();
    }
  }

  /** Removes what is to be removed now. */
  void run() throws SourceException {
    int[] cycles = folder.cycles();
    if (cycles.length < 2) {
      return;
    }
    try {
      int removable = removable(cycles);
      if (removable > 0) {
        marks.removing(shard, cycles[removable - 1]);
        for (int i = 0; i < removable; i++) {
          Files.deleteIfExists(folder.file(cycles[i]));
        }
        queue.refreshDirectoryListing();
      }
    } catch (IOException e) {
      throw folder.unavailable("can't be relieved of its old files", e);
    }
  }

  /** How many of these cycles, from the oldest, are to go. */
  private int removable(int[] cycles) throws IOException, SourceException {
    int needed = rule.ignoresMappings() ? Integer.MAX_VALUE : marks.neededByAll(shard);
    int allowed = 0;
    while (allowed < cycles.length - 1 && cycles[allowed] < needed) {
      allowed++;
    }
    return Math.min(allowed, Math.max(tooOld(cycles), tooMuch(cycles)));
  }

  private int tooOld(int[] cycles) {
    if (rule.age().isEmpty()) {
      return 0;
    }
    long oldest = System.currentTimeMillis() - rule.age().get().toMillis();
    int count = 0;
    while (count < cycles.length - 1 && folder.endOf(cycles[count]) <= oldest) {
      count++;
    }
    return count;
  }

  private int tooMuch(int[] cycles) throws SourceException {
    if (rule.size().isEmpty()) {
      return 0;
    }
    long left = rule.size().getAsLong();
    int kept = cycles.length;
    while (kept > 0) {
      // Not the file's length: that is rounded up to what is mapped at a time, with holes.
      left -= folder.inspect(cycles[kept - 1]).lastMessageAt();
      if (left < 0) {
        break;
      }
      kept--;
    }
    return Math.min(kept, cycles.length - 1);
  }
}
