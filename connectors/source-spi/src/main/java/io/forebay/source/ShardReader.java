/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.source;

/**
 * Reads one shard in order. Confined to its pump's thread.
 *
 * <p>Two readers opened after the same position of an unchanged shard give the same records in the
 * same order: the settled map of a checkpoint (design, section 4) counts records by it.
 */
public interface ShardReader extends AutoCloseable {

  /**
   * A position such that reading after it begins exactly where this reader began. The engine stores
   * it before the first record is handed out, so that a restart of LATEST loses nothing.
   */
  String startedAfter();

  /**
   * Whether reading began right after the position asked for. False if the source has removed
   * records in between: they are lost to this mapping, and counted as a gap.
   */
  default boolean exact() {
    return true;
  }

  /**
   * Reads what there is, without waiting for more unless the source's traits say {@code longPoll}.
   *
   * @param maxRecords most records to return, at least 1
   * @param maxBytes a bound on the records' {@code size} in sum; a single larger record is returned
   *     alone
   * @return never null; empty if there is nothing to read now
   * @throws SourceException if the source can't be read; the reader stays usable after {@code
   *     THROTTLED} and {@code UNAVAILABLE} and is closed and opened anew otherwise
   */
  Fetch fetch(int maxRecords, long maxBytes) throws SourceException;

  /**
   * Whether a fetch might return something. Must cost no I/O: pumps ask it of every idle reader
   * many times a second, and fetch unasked only after the traits' idle pause. A source without such
   * a sign leaves the default, which lets the pause alone decide.
   */
  default boolean mayHaveRecords() {
    return false;
  }

  /**
   * Takes the bell of whoever reads: a reader that comes to have records while it is idle may ring
   * it, from any thread, to be read at once. Readers that can't tell leave it alone.
   */
  default void wakeBy(Runnable bell) {}

  /**
   * Told after a checkpoint was stored: everything up to this position is settled for good. Sources
   * with retention or commits of their own use it.
   */
  default void settledThrough(String position) {}

  /**
   * Roughly how many records lie between what was fetched last and the shard's end; -1: unknown.
   */
  default long lag() {
    return -1;
  }

  /** Frees the reader. */
  @Override
  void close();
}
