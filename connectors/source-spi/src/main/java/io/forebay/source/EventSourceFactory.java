/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.source;

import java.util.List;

/**
 * Makes event sources of one type; found by {@link java.util.ServiceLoader}.
 *
 * <p>Implementations are stateless and safe for use by several threads.
 */
public interface EventSourceFactory {

  /**
   * The value of {@code source.type} that selects this connector, for example {@code chronicle}.
   */
  String type();

  /** What the engine has to know about sources of this type before it opens one. */
  SourceTraits traits();

  /** The settings a {@code source} of this type takes besides {@code type}. */
  List<Setting> settings();

  /**
   * Makes a source. Opens nothing yet that may fail for long: connecting belongs to {@link
   * EventSource#shards}.
   *
   * @throws SourceException of kind {@code MISCONFIGURED} if the settings make no sense together
   */
  EventSource create(SourceContext context) throws SourceException;
}
