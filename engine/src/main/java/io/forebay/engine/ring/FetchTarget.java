/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine.ring;

import io.forebay.source.Fetch;

/** Who a fetch is for: a shard of the ring's worker. Called on the worker's thread. */
public interface FetchTarget {

  /**
   * The reader is open. Comes before any fetch, and again when the reader had to be opened anew and
   * records were missing.
   *
   * @param startedAfter position reading began after
   * @param exact false if records were missing there
   */
  void onOpened(String startedAfter, boolean exact);

  /** Records have come in. */
  void onFetch(Fetch fetch);
}
