/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.proof;

import io.forebay.checkpoint.Checkpoint;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What became of a mapping's records over the lives of its daemon, held against the promises: at
 * least once, in order per key, and only what no checkpoint had come again. Within one life no
 * shard must have been taken away and given back.
 */
public final class History {

  /** Records of a shard that may wait for a checkpoint: those being stored and those after them. */
  private static final int MOST_UNSTORED = 2 * 1_000;

  /** How much later than its interval a checkpoint may be on a machine that is busy. */
  private static final long SLACK_MILLIS = 3_000;

  private final String mapping;
  private final int factor;
  private final int batchSize;
  private final RecordLog log;
  private final Map<String, BitSet> handled = new HashMap<>();
  private final Map<String, Long> handledPerKey = new HashMap<>();
  private Map<String, BitSet> settled = new HashMap<>();
  private Life life = new Life();
  private int lives;
  private int again;
  private int most;
  private int outOfOrder;
  private long oldestMillis;

  public History(String mapping, int factor, int batchSize, RecordLog log) {
    this.mapping = mapping;
    this.factor = factor;
    this.batchSize = batchSize;
    this.log = log;
  }

  /** What is of interest within one life only. */
  private static final class Life {
    private final Map<String, Long> nextOfKey = new HashMap<>();
    private final Map<String, String> holderOfKey = new HashMap<>();
    private final Map<String, List<LedgerLine>> open = new HashMap<>();
    private final Map<String, Map<Integer, Long>> handledAt = new HashMap<>();
    private int again;
  }

  /** Judges a life by its ledger; the log has been read on since it ended. */
  public void addLife(List<LedgerLine> ledger) {
    life = new Life();
    lives++;
    for (LedgerLine line : ledger) {
      switch (line.what()) {
        case LedgerLine.TAKEN -> taken(line);
        case LedgerLine.HANDLED -> handled(line);
        default -> released(line);
      }
    }
    again += life.again;
    most = Math.max(most, life.again);
  }

  /** Judges what that life has stored until it was killed. */
  public void addCheckpoints(
      Map<String, Checkpoint> stored, long killedAtMillis, long intervalMillis) {
    Map<String, BitSet> now = new HashMap<>();
    for (String shard : log.shards()) {
      Checkpoint checkpoint = stored.get(shard);
      now.put(shard, checkpoint == null ? new BitSet() : log.settled(checkpoint));
      BitSet ahead = copy(now.get(shard));
      outOfOrder += checkpoint == null ? 0 : checkpoint.settled().count();
      ahead.andNot(of(handled, shard));
      must(ahead.isEmpty(), shard, "settled by the checkpoint, never handled: " + ahead);
      BitSet lost = copy(of(settled, shard));
      lost.andNot(now.get(shard));
      must(lost.isEmpty(), shard, "settled by an older checkpoint, not by this: " + lost);
      checkUnstored(shard, now.get(shard), killedAtMillis, intervalMillis);
    }
    settled = now;
  }

  /** The mapping's name. */
  public String mapping() {
    return mapping;
  }

  /** Records that were handled at least once. */
  public int handled() {
    return handled.values().stream().mapToInt(BitSet::cardinality).sum();
  }

  /** Records that the last checkpoints call settled. */
  public int settled() {
    return settled.values().stream().mapToInt(BitSet::cardinality).sum();
  }

  /** Records that were handled in an earlier life already. */
  public int again() {
    return again;
  }

  /** How many places checkpoints had as settled above what was reached, at all deaths in sum. */
  public int outOfOrder() {
    return outOfOrder;
  }

  /** One line of figures. */
  public String summary() {
    return "%s: %d handled in %d lives, %d of them again (at most %d in a life);"
            .formatted(mapping, handled(), lives, again, most)
        + " stored out of order %d; oldest not stored %d ms".formatted(outOfOrder, oldestMillis);
  }

  private void taken(LedgerLine line) {
    int place = log.place(line.shard(), line.position());
    must(!of(settled, line.shard()).get(place), line, "comes again though it was settled");
    List<LedgerLine> batch = life.open.get(line.invocation());
    if (batch == null) {
      long inFlight =
          life.open.values().stream().filter(b -> b.get(0).shard().equals(line.shard())).count();
      must(inFlight < factor, line, "has " + inFlight + " batches beside it in flight");
      batch = new ArrayList<>();
      life.open.put(line.invocation(), batch);
    }
    batch.add(line);
    must(batch.size() <= batchSize, line, "is one too many in its batch");
    String holder = life.holderOfKey.putIfAbsent(line.key(), line.invocation());
    if (holder == null) {
      long first = life.nextOfKey.getOrDefault(line.key(), line.seq());
      must(line.seq() == first, line, "comes before or after its turn, which is " + first);
      must(
          line.seq() <= handledPerKey.getOrDefault(line.key(), 0L),
          line,
          "comes before one that was never handled");
    } else {
      must(holder.equals(line.invocation()), line, "shares its key with a batch in flight");
      long before =
          batch.stream()
              .limit(batch.size() - 1L)
              .filter(other -> other.key().equals(line.key()))
              .reduce((a, b) -> b)
              .orElseThrow()
              .seq();
      must(line.seq() == before + 1, line, "follows number " + before + " in its batch");
    }
  }

  private void handled(LedgerLine line) {
    released(line);
    int place = log.place(line.shard(), line.position());
    long next = handledPerKey.getOrDefault(line.key(), 0L);
    must(line.seq() <= next, line, "is handled before number " + next);
    handledPerKey.put(line.key(), Math.max(next, line.seq() + 1));
    life.nextOfKey.put(line.key(), line.seq() + 1);
    life.again += of(handled, line.shard()).get(place) ? 1 : 0;
    of(handled, line.shard()).set(place);
    life.handledAt
        .computeIfAbsent(line.shard(), shard -> new HashMap<>())
        .put(place, line.atMillis());
  }

  private void released(LedgerLine line) {
    life.open.remove(line.invocation());
    life.holderOfKey.remove(line.key());
  }

  private void checkUnstored(String shard, BitSet stored, long killedAt, long intervalMillis) {
    int unstored = 0;
    long oldest = killedAt;
    for (Map.Entry<Integer, Long> each : life.handledAt.getOrDefault(shard, Map.of()).entrySet()) {
      if (!stored.get(each.getKey())) {
        unstored++;
        oldest = Math.min(oldest, each.getValue());
      }
    }
    oldestMillis = Math.max(oldestMillis, killedAt - oldest);
    must(unstored <= MOST_UNSTORED + factor * batchSize, shard, unstored + " are not stored");
    must(
        killedAt - oldest <= intervalMillis + SLACK_MILLIS,
        shard,
        "not stored " + (killedAt - oldest) + " ms after it was handled");
  }

  private void must(boolean holds, Object what, String complaint) {
    if (!holds) {
      throw new AssertionError(mapping + ", life " + lives + ": " + what + " " + complaint);
    }
  }

  private static BitSet of(Map<String, BitSet> sets, String shard) {
    return sets.computeIfAbsent(shard, key -> new BitSet());
  }

  private static BitSet copy(BitSet set) {
    return (BitSet) set.clone();
  }
}
