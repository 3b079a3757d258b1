/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.source;

import io.forebay.handler.SourceRecord;
import java.util.List;

/**
 * One answer of a source: a run of records of one shard, which travels through the ring as one
 * slot.
 *
 * @param records in the shard's order; the connector must not change the list afterwards
 * @param bytes the records' {@code size} in sum
 * @param progress what comes next
 */
public record Fetch(List<SourceRecord> records, long bytes, Progress progress) {

  private static final Fetch NOTHING = new Fetch(List.of(), 0, Progress.CAUGHT_UP);

  /** What a reader knows about the place after a fetch. */
  public enum Progress {
    /** More can be read at once. */
    MORE,
    /** Nothing more for the moment. */
    CAUGHT_UP,
    /** The shard is closed and has been read to its end. */
    SHARD_ENDED
  }

  /** No records, none waiting. */
  public static Fetch nothing() {
    return NOTHING;
  }
}
