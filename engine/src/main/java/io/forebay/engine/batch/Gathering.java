/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine.batch;

import io.forebay.handler.SourceRecord;
import java.util.List;

/**
 * The records of a shard that wait for a batch, and the rule which of them may go together.
 * Confined to the shard's worker.
 */
public sealed interface Gathering permits InOrder, KeySlots {

  /** Takes a record in; records come in shard order. */
  void add(long place, SourceRecord rec);

  /**
   * Takes records in that follow one another.
   *
   * @param encodedBound at least as much as they are when encoded
   */
  void addAll(long firstPlace, List<SourceRecord> records, long encodedBound);

  /** Records that a batch could take now. */
  int ready();

  /** Whether those records are at least this many bytes when encoded. */
  boolean reaches(long bytes);

  /**
   * Takes a batch out of what is ready, which must not be nothing: as many as fit, in shard order;
   * a first record larger than the limit is taken alone.
   *
   * @param maxRecords batch size
   * @param maxBytes payload limit, encoded
   */
  Places take(int maxRecords, long maxBytes);

  /** Frees the key slots of a batch that is done with. */
  void release(int[] slots);
}
