/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.kafka.progress;

import io.forebay.source.SharedSource.Answer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;

/**
 * Commits on their way to the broker: the newest of each partition, at most one request at a time.
 * Each is answered once; one that was replaced is answered together with its successor.
 *
 * <p>Threads: {@link #offer} any; the rest is the poller's.
 */
public final class CommitQueue {

  private final Queue<Commit> inbox = new ConcurrentLinkedQueue<>();
  private final Map<TopicPartition, Commit> waiting = new HashMap<>();
  private Map<TopicPartition, Commit> flying = Map.of();

  /**
   * A commit of one partition.
   *
   * @param next the offset to read next
   * @param settledAbove what is settled above it
   * @param answers who wants to know what became of it
   */
  @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
  public record Commit(
      TopicPartition partition, long next, byte[] settledAbove, List<Answer> answers) {

    private Commit answeringAlso(Commit replaced) {
      List<Answer> all = new ArrayList<>(replaced.answers);
      all.addAll(answers);
      return new Commit(partition, next, settledAbove, all);
    }

    private void answer(boolean stored) {
      answers.forEach(one -> one.onCommitted(stored));
    }
  }

  public void offer(Commit commit) {
    inbox.add(commit);
  }

  /** Takes in what was offered; what {@code allowed} does not let pass is answered at once. */
  public void collect(Predicate<Commit> allowed) {
    Commit next = inbox.poll();
    while (next != null) {
      if (allowed.test(next)) {
        waiting.merge(next.partition(), next, (old, fresh) -> fresh.answeringAlso(old));
      } else {
        next.answer(false);
      }
      next = inbox.poll();
    }
  }

  public boolean anythingOffered() {
    return !inbox.isEmpty();
  }

  public boolean anythingWaiting() {
    return !waiting.isEmpty();
  }

  public boolean anythingFlying() {
    return !flying.isEmpty();
  }

  /** All that waits, which now flies: {@link #landed} or {@link #failed} must follow. */
  public Collection<Commit> takeOff() {
    flying = new HashMap<>(waiting);
    waiting.clear();
    return flying.values();
  }

  /** What flew is stored. */
  public void landed() {
    Map<TopicPartition, Commit> stored = flying;
    flying = Map.of();
    stored.values().forEach(one -> one.answer(true));
  }

  /** What flew is not stored: it waits again, unless something newer does. */
  public void failed(Predicate<TopicPartition> stillOurs) {
    Map<TopicPartition, Commit> again = flying;
    flying = Map.of();
    again.forEach(
        (partition, commit) -> {
          if (stillOurs.test(partition)) {
            waiting.merge(partition, commit, (newer, old) -> newer.answeringAlso(old));
          } else {
            commit.answer(false);
          }
        });
  }

  /** These partitions are gone: what waits of them never will be stored. */
  public void drop(Collection<TopicPartition> gone) {
    for (TopicPartition one : gone) {
      Commit commit = waiting.remove(one);
      if (commit != null) {
        commit.answer(false);
      }
    }
  }

  /** The consumer is gone, and with it the answer to what flew. */
  public void dropAll() {
    collect(any -> false);
    failed(any -> false);
    drop(List.copyOf(waiting.keySet()));
  }
}
