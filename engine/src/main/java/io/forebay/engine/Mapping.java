/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine;

import java.util.concurrent.CompletionStage;

/**
 * A running mapping: one event source tied to one handler. Safe for use by any thread.
 *
 * <p>The operations return at once with a stage that completes when the mapping has arrived in the
 * state they lead to, or fails with an {@link IllegalStateException} whose message says why not.
 */
public interface Mapping {

  /** Its name. */
  String name();

  /** The settings in force. */
  MappingSettings settings();

  /** Where it stands now: an immutable snapshot. */
  MappingStatus status();

  /**
   * Stops reading, lets what is in flight end (within the drain timeout) and stores the progress:
   * {@code DISABLING}, then {@code DISABLED}. The position is kept (rule 1.7.2).
   */
  CompletionStage<MappingStatus> pause();

  /** Goes on where {@link #pause} left off: {@code ENABLING}, then {@code ENABLED}. */
  CompletionStage<MappingStatus> resume();

  /**
   * Takes new settings at a batch boundary, position kept: {@code UPDATING}, then {@code ENABLED},
   * or {@code DISABLED} where the mapping is paused. The name must stay; a change of {@code
   * enabled} pauses or resumes it.
   */
  CompletionStage<MappingStatus> update(MappingSettings settings);

  /**
   * Takes a new definition, settings, source, handler and all, at a batch boundary: {@code
   * UPDATING}, then {@code ENABLED}, or at the next {@link #resume} where the mapping is paused.
   * The name must stay; a change of {@code enabled} pauses or resumes it.
   */
  CompletionStage<MappingStatus> update(MappingDefinition definition);

  /**
   * Closes source, handler and destination at a batch boundary and opens them anew, position kept:
   * {@code UPDATING}, then {@code ENABLED}. One that has stopped for a reason is started again; one
   * that somebody paused is not.
   */
  CompletionStage<MappingStatus> restart();

  /**
   * Like {@link #pause}, then takes the mapping out of the engine. Its progress stays stored: added
   * again under its name it goes on where it was.
   */
  CompletionStage<MappingStatus> remove();

  /** Like {@link #pause}, then removes the mapping and forgets its progress: {@code DELETING}. */
  CompletionStage<MappingStatus> delete();
}
