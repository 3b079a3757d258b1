/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.source.contract;

import io.forebay.source.EventSource;
import java.io.IOException;
import java.time.Duration;

/** What a connector gives the contract: one empty source, and hands to fill it. */
public interface SourceUnderTest extends AutoCloseable {

  /** A new connection to the source for a mapping of this name. */
  EventSource connect(String mapping) throws Exception;

  /** Appends, visible to readers when it returns. */
  void append(Entry entry) throws Exception;

  /** Whether records keep the timestamp that {@link #append} was given. */
  default boolean keepsTimestamps() {
    return true;
  }

  /** How long a fetch may take that finds nothing. */
  default Duration idleFetch() {
    return Duration.ofMillis(200);
  }

  /** Removes the source and all in it. */
  @Override
  void close() throws IOException;
}
