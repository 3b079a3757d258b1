/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.source;

import java.time.Instant;

/** Where in a shard reading begins. */
public sealed interface ReadFrom {

  /** The oldest record the source keeps (rule 3.1.5). */
  record TrimHorizon() implements ReadFrom {}

  /** Only what is written after the reader was opened. */
  record Latest() implements ReadFrom {}

  /**
   * The first record that arrived at this time or later.
   *
   * @param when the time
   */
  record AtTimestamp(Instant when) implements ReadFrom {}

  /**
   * The record that follows this position.
   *
   * @param position a {@code SourceRecord.position} of the shard, or a {@link
   *     ShardReader#startedAfter}
   */
  record After(String position) implements ReadFrom {}
}
