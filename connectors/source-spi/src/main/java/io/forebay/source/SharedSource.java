/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.source;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A source that shares its shards out itself among all who read it, as a Kafka broker does among
 * the members of a consumer group. Nobody lists and takes shards then: the source gives them and
 * takes them away.
 *
 * <p>{@link EventSource#shards} still lists all shards, whoever reads them; it is called before
 * {@link #join} to find out whether the source can be read at all. {@link EventSource#open} opens a
 * shard that is assigned to this reader, and with {@link ReadFrom.After} it never blocks.
 *
 * <p>Threads: {@link #join} and {@link EventSource#close} as {@link EventSource} says; {@link
 * #commit} any thread. The listener is called by the source's own thread.
 */
public interface SharedSource extends EventSource {

  /**
   * Joins those who read the source; from now on the listener is told what is assigned. Returns at
   * once. {@link EventSource#close} leaves.
   *
   * @param start where to begin in shards for which the source keeps no progress
   */
  void join(ReadFrom start, Listener listener);

  /**
   * Whether {@link #commit} is where checkpoints belong. If not, the engine keeps them in its own
   * store, and takes a lease there for each assigned shard.
   */
  boolean keepsProgress();

  /** Most bytes of a {@link Progress#settledAbove} that the source can keep. */
  int settledAboveLimit();

  /**
   * Stores progress at the source; returns at once. A later call for the same shard replaces one
   * that waits. The source tries until it succeeds or the shard is taken away.
   */
  void commit(String shard, Progress progress, Answer answer);

  /**
   * How far a shard is settled, as the source keeps it.
   *
   * @param reached position such that it and all before it are settled
   * @param settledAbove what is settled above it, as opaque bytes; empty: nothing
   */
  @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
  record Progress(String reached, byte[] settledAbove) {}

  /**
   * A shard that is ours from now on.
   *
   * @param shard the shard
   * @param startedAfter position after which its reading begins: where the progress kept at the
   *     source ends, or else where the starting position falls. The reader opened there says
   *     whether the record right after it still exists ({@link ShardReader#exact})
   * @param stored the progress kept at the source; empty if there is none
   */
  record Assigned(Shard shard, String startedAfter, Optional<Progress> stored) {}

  /** Told, once for each commit and on any thread, what became of it. */
  @FunctionalInterface
  interface Answer {
    /**
     * It is stored, or never will be.
     *
     * @param stored false if the shard was taken away before it could be stored
     */
    void onCommitted(boolean stored);
  }

  /** Told what is assigned. Called by the source's thread; must not block. */
  interface Listener {

    /** These shards are ours. */
    void onAssigned(List<Assigned> shards);

    /**
     * These shards will be somebody else's: what is in flight may end and commit, nothing new may
     * begin. The source gives them up when {@code released} has run, or after a time of its own.
     *
     * @param released to be run, on any thread, when nothing of them is in flight
     */
    void onRevoked(Set<String> shards, Runnable released);

    /** These shards are somebody else's already: all work on them must stop. */
    void onLost(Set<String> shards);

    /**
     * The source can't be read or written as a whole, or (empty) can again.
     *
     * @param fault with a sentence for operators; the kind says what it is about
     */
    void onHealth(Optional<SourceException> fault);
  }
}
