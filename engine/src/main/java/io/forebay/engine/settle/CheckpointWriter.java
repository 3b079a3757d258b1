/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine.settle;

import io.forebay.checkpoint.Checkpoint;
import io.forebay.checkpoint.CheckpointException;
import io.forebay.checkpoint.CheckpointStore;
import io.forebay.checkpoint.ShardKey;
import io.forebay.engine.agent.Agent;
import io.forebay.engine.agent.Backoff;
import io.forebay.engine.agent.Clock;
import io.forebay.engine.agent.Doorbell;
import io.forebay.engine.agent.Inbox;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Owns the checkpoint store: collects what workers hand over and stores it in one commit for all
 * shards. While the store fails it keeps the checkpoints, tries again with backoff and reports the
 * fault, so that the engine stops fetching.
 */
public final class CheckpointWriter implements Agent, CheckpointSink {

  private static final Logger LOG = LoggerFactory.getLogger(CheckpointWriter.class);

  /** Shortest time between two commits, so that a busy engine does not live off fsync. */
  private static final long COMMIT_PAUSE_NANOS = 5_000_000;

  private static final int MESSAGES_PER_PASS = 100_000;

  private final CheckpointStore store;
  private final Clock clock;
  private final Consumer<Optional<String>> health;
  private final Inbox inbox;
  private final Map<ShardKey, Pending> pending = new LinkedHashMap<>();
  private long nextCommitNanos;
  private int failures;

  /**
   * A writer for this store.
   *
   * @param health told the fault when the store begins to fail, and nothing when it works again
   */
  public CheckpointWriter(
      CheckpointStore store, Clock clock, Doorbell bell, Consumer<Optional<String>> health) {
    this.store = store;
    this.clock = clock;
    this.health = health;
    inbox = new Inbox(bell);
    nextCommitNanos = clock.nanos();
  }

  @Override
  public void save(Checkpoint checkpoint, Answer answer) {
    inbox.put(() -> pending.put(checkpoint.shard(), new Pending(checkpoint, answer)));
  }

  /** Takes the lease of a mapping and reads its checkpoints; the answer comes on this thread. */
  public void acquire(String mapping, String owner, LeaseAnswer answer) {
    inbox.put(() -> onAcquire(mapping, () -> store.acquire(mapping, owner), answer));
  }

  /**
   * Takes the leases of some of a mapping's shards and reads its checkpoints; the answer comes on
   * this thread.
   */
  public void acquire(String mapping, Set<String> shards, String owner, LeaseAnswer answer) {
    inbox.put(() -> onAcquire(mapping, () -> store.acquire(mapping, shards, owner), answer));
  }

  /** Forgets a mapping; the answer is empty, or says why it could not be done. */
  public void delete(String mapping, Consumer<Optional<String>> answer) {
    inbox.put(() -> onDelete(mapping, answer));
  }

  /** Told what became of a lease. */
  public interface LeaseAnswer {
    /** It is ours, under this epoch. */
    void onAcquired(long epoch, Map<String, Checkpoint> checkpoints);

    /** The store failed. */
    void onFailed(String fault);
  }

  @Override
  public String role() {
    return "checkpoint-writer";
  }

  @Override
  public int doWork() {
    int work = inbox.drain(MESSAGES_PER_PASS);
    if (!pending.isEmpty() && clock.nanos() - nextCommitNanos >= 0) {
      work += commit();
    }
    return work;
  }

  @Override
  public long nextDeadlineNanos() {
    return pending.isEmpty() ? NEVER : nextCommitNanos;
  }

  @Override
  public boolean hasInput() {
    return !inbox.isEmpty();
  }

  @Override
  public void onClose() {
    inbox.drain(MESSAGES_PER_PASS);
    if (!pending.isEmpty()) {
      commit();
    }
    store.close();
  }

  private int commit() {
    List<Checkpoint> checkpoints = new ArrayList<>(pending.size());
    pending.values().forEach(each -> checkpoints.add(each.checkpoint));
    Set<ShardKey> refused;
    try {
      refused = store.save(checkpoints);
    } catch (CheckpointException | RuntimeException e) {
      failed(e);
      return 0;
    }
    recovered();
    nextCommitNanos = clock.nanos() + COMMIT_PAUSE_NANOS;
    List<Pending> saved = List.copyOf(pending.values());
    pending.clear();
    for (Pending each : saved) {
      each.answer.onSaved(!refused.contains(each.checkpoint.shard()));
    }
    return saved.size();
  }

  /** Takes a lease at the store. */
  @FunctionalInterface
  private interface Acquiring {
    long epoch() throws CheckpointException;
  }

  private void onAcquire(String mapping, Acquiring acquiring, LeaseAnswer answer) {
    try {
      long epoch = acquiring.epoch();
      answer.onAcquired(epoch, store.load(mapping));
    } catch (CheckpointException | RuntimeException e) {
      answer.onFailed(sentence(e));
    }
  }

  private void onDelete(String mapping, Consumer<Optional<String>> answer) {
    pending.keySet().removeIf(key -> key.mapping().equals(mapping));
    try {
      store.delete(mapping);
      answer.accept(Optional.empty());
    } catch (CheckpointException | RuntimeException e) {
      answer.accept(Optional.of(sentence(e)));
    }
  }

  private void failed(Exception e) {
    failures++;
    nextCommitNanos = clock.nanos() + Backoff.OUTSIDE.nanos(failures, 0);
    if (failures == 1) {
      LOG.error("{}; fetching stops until it works again", sentence(e));
    }
    health.accept(Optional.of(sentence(e)));
  }

  private void recovered() {
    if (failures > 0) {
      failures = 0;
      LOG.info("{} works again", store.name());
      health.accept(Optional.empty());
    }
  }

  private String sentence(Exception e) {
    return e instanceof CheckpointException
        ? String.valueOf(e.getMessage())
        : "checkpoint store " + store.name() + " failed: " + e;
  }

  private record Pending(Checkpoint checkpoint, Answer answer) {}
}
