/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.source;

import java.util.List;

/**
 * A stream or queue as one mapping reads it.
 *
 * <p>Threads: {@link #shards}, {@link #open} and {@link #forget} are called by one thread at a
 * time, not always the same one, and may block; each reader belongs to its pump.
 */
public interface EventSource extends AutoCloseable {

  /** Names the source for people and for handlers, without secrets. */
  String name();

  /**
   * The shards there are now. Asked again from time to time; a shard that is no longer listed is
   * read to its end first.
   *
   * @throws SourceException if they can't be listed now; the kind says whether trying again helps
   */
  List<Shard> shards() throws SourceException;

  /**
   * Opens a reader.
   *
   * @param shard one of {@link #shards}
   * @param from where to begin
   */
  ShardReader open(Shard shard, ReadFrom from) throws SourceException;

  /** Removes what the source remembers of this mapping, because the mapping is being deleted. */
  default void forget() throws SourceException {}

  /** Frees what the source holds; all readers are closed before. */
  @Override
  void close();
}
