/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine.simulation;

import io.forebay.checkpoint.Checkpoint;
import io.forebay.engine.MappingSettings;
import io.forebay.handler.Batch;
import io.forebay.handler.SourceRecord;
import io.forebay.source.FailedBatch;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What must hold in every run, whatever happens. Watches from outside: invocations, answers,
 * discards, stored checkpoints, crashes. A breach throws an {@link AssertionError} that names the
 * guarantee.
 */
public final class Guarantees {

  private final MappingSettings settings;
  private final int permits;
  private final Map<String, SimShard> shards = new HashMap<>();

  /** Settled in truth: handled, delivered to the destination, or filtered; over all lives. */
  private final Map<String, BitSet> settled = new HashMap<>();

  /** Settled as this life of the engine knows: what it found stored, and what it did since. */
  private final Map<String, BitSet> known = new HashMap<>();

  /** What was stored as settled when this life began. */
  private final Map<String, BitSet> foundStored = new HashMap<>();

  /** What the source has removed. */
  private final Map<String, BitSet> removed = new HashMap<>();

  private final Map<String, Checkpoint> stored = new HashMap<>();
  private final Map<String, Set<List<SourceRecord>>> inFlight = new HashMap<>();
  private final Map<SourceRecord, Integer> failuresOf = new HashMap<>();
  private final List<FailedBatch> discarded = new ArrayList<>();

  public Guarantees(MappingSettings settings, int permits, List<SimShard> all) {
    this.settings = settings;
    this.permits = permits;
    for (SimShard shard : all) {
      shards.put(shard.id(), shard);
      settled.put(shard.id(), new BitSet());
      known.put(shard.id(), new BitSet());
      foundStored.put(shard.id(), new BitSet());
      removed.put(shard.id(), new BitSet());
      inFlight.put(shard.id(), new HashSet<>());
    }
  }

  public void onInvoke(Batch batch) {
    String shard = batch.shard();
    List<SourceRecord> records = batch.records();
    check(records.size() <= settings.batchSize(), "BATCH_WITHIN_SIZE", batch);
    Set<String> keysBefore = new HashSet<>();
    for (List<SourceRecord> other : inFlight.get(shard)) {
      other.forEach(rec -> keysBefore.add(rec.keyText()));
    }
    boolean serial = settings.parallelizationFactor() == 1;
    BitSet done = (BitSet) known.get(shard).clone();
    int last = -1;
    for (SourceRecord rec : records) {
      SimRecord sim = (SimRecord) rec;
      check(sim.index() > last, "BATCH_IN_SHARD_ORDER", sim);
      last = sim.index();
      check(!known.get(shard).get(sim.index()), "SETTLED_IS_NOT_HANDLED_AGAIN", sim);
      check(!foundStored.get(shard).get(sim.index()), "ONLY_UNFINISHED_AGAIN_AFTER_CRASH", sim);
      check(!keysBefore.contains(sim.keyName()), "ONE_BATCH_A_KEY", sim);
      for (SimRecord earlier : shards.get(shard).log().subList(0, sim.index())) {
        if (serial || earlier.keyName().equals(sim.keyName())) {
          check(done.get(earlier.index()), "KEY_ORDER_KEPT", sim + " before " + earlier);
        }
      }
      done.set(sim.index());
    }
    inFlight.get(shard).add(records);
    check(
        inFlight.get(shard).size() <= settings.parallelizationFactor(),
        "AT_MOST_N_IN_FLIGHT",
        inFlight);
    int all = inFlight.values().stream().mapToInt(Set::size).sum();
    check(all <= permits, "WITHIN_PERMITS", all);
  }

  public void onAnswered(Batch batch) {
    inFlight.get(batch.shard()).remove(batch.records());
  }

  /** The handler's thread has gone on after this batch: it must never come again in this life. */
  public void onGoneOn(Batch batch) {
    for (SourceRecord rec : batch.records()) {
      known.get(batch.shard()).set(((SimRecord) rec).index());
    }
  }

  public void onHandled(Batch batch) {
    batch.records().forEach(this::settle);
  }

  public void onFailed(Batch batch, boolean counts) {
    if (counts) {
      batch.records().forEach(rec -> failuresOf.merge(rec, 1, Integer::sum));
    }
  }

  public void onDelivered(FailedBatch batch, long nowMillis) {
    discarded.add(batch);
    for (SourceRecord rec : batch.records()) {
      switch (batch.condition()) {
        case RETRY_ATTEMPTS_EXHAUSTED ->
            check(
                failuresOf.getOrDefault(rec, 0) > settings.maximumRetryAttempts(),
                "ATTEMPTS_USED_BEFORE_DISCARD",
                rec);
        case RECORD_AGE_EXCEEDED ->
            check(
                nowMillis - rec.timestamp() > settings.maximumRecordAge().orElseThrow().toMillis(),
                "ONLY_OLD_RECORDS_EXPIRE",
                rec);
        case MAXIMUM_PAYLOAD_SIZE_EXCEEDED ->
            check(
                rec.size() * 4L / 3 > settings.payloadLimit() / 2, "ONLY_LARGE_ARE_TOO_LARGE", rec);
      }
      settle(rec);
    }
  }

  public void onFiltered(SourceRecord rec) {
    settle(rec);
  }

  public void onCheckpoint(Checkpoint checkpoint) {
    String shard = checkpoint.shard().shard();
    BitSet claimed = claimed(checkpoint);
    BitSet untrue = (BitSet) claimed.clone();
    untrue.andNot(settled.get(shard));
    check(untrue.isEmpty(), "CHECKPOINT_BEHIND_REALITY", shard + " claims " + untrue);
    Checkpoint before = stored.put(shard, checkpoint);
    if (before != null) {
      BitSet lost = claimed(before);
      lost.andNot(claimed);
      lost.andNot(removed.get(shard));
      check(lost.isEmpty(), "CHECKPOINT_NEVER_GOES_BACK", shard + " forgot " + lost);
    }
    if (checkpoint.ended()) {
      check(claimed.cardinality() == shards.get(shard).log().size(), "ENDED_MEANS_ALL_DONE", shard);
    }
  }

  /** The engine is gone; the next one begins with what is stored. */
  public void onCrash() {
    failuresOf.clear();
    inFlight.values().forEach(Set::clear);
    for (String shard : shards.keySet()) {
      BitSet found = stored.containsKey(shard) ? claimed(stored.get(shard)) : new BitSet();
      foundStored.put(shard, found);
      BitSet done = (BitSet) found.clone();
      done.or(removed.get(shard));
      known.put(shard, done);
    }
  }

  /** The source has removed a record between two lives: nobody will see it, and none need to. */
  public void onRemoved(String shard, int index) {
    settled.get(shard).set(index);
    known.get(shard).set(index);
    removed.get(shard).set(index);
  }

  /** Nothing more will happen: everything must be settled, and stored as such. */
  public void atEnd() {
    for (SimShard shard : shards.values()) {
      int size = shard.log().size();
      check(
          settled.get(shard.id()).cardinality() == size,
          "EVERY_RECORD_SETTLED",
          shard.id() + " " + settled.get(shard.id()));
      if (size > 0) {
        check(
            claimed(stored.get(shard.id())).cardinality() == size,
            "PROGRESS_STORED_AT_REST",
            stored.get(shard.id()));
      }
    }
    check(inFlight.values().stream().allMatch(Set::isEmpty), "NOTHING_LEFT_OPEN", inFlight);
  }

  /** Whether everything is settled and stored: what {@link #atEnd} demands. */
  public boolean everythingDone() {
    for (SimShard shard : shards.values()) {
      int size = shard.log().size();
      Checkpoint checkpoint = stored.get(shard.id());
      if (settled.get(shard.id()).cardinality() != size
          || (size > 0 && (checkpoint == null || claimed(checkpoint).cardinality() != size))) {
        return false;
      }
    }
    return true;
  }

  public int discards() {
    return discarded.size();
  }

  private void settle(SourceRecord rec) {
    SimRecord sim = (SimRecord) rec;
    settled.get(sim.shard()).set(sim.index());
    known.get(sim.shard()).set(sim.index());
  }

  /** The places a checkpoint says are settled. */
  private static BitSet claimed(Checkpoint checkpoint) {
    int reached = Integer.parseInt(checkpoint.reached());
    BitSet claimed = new BitSet();
    claimed.set(0, reached + 1);
    checkpoint.settled().toBitSet().stream().forEach(ordinal -> claimed.set(reached + 1 + ordinal));
    return claimed;
  }

  private static void check(boolean holds, String guarantee, Object detail) {
    if (!holds) {
      throw new AssertionError(guarantee + " broken: " + detail);
    }
  }
}
