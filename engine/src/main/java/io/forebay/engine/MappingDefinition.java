/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine;

import io.forebay.handler.BatchHandler;
import io.forebay.handler.Handler;
import io.forebay.handler.SourceRecord;
import io.forebay.source.EventSource;
import io.forebay.source.EventSourceFactory;
import io.forebay.source.FailureDestination;
import io.forebay.source.Settings;
import io.forebay.source.SourceContext;
import io.forebay.source.SourceTraits;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What {@link Engine#add} takes: settings, and how to open the source, the handler and the failure
 * destination. They are opened when the mapping starts and again after a pause, on a thread that
 * may block.
 *
 * @param settings the mapping's settings
 * @param traits what the source's type is like
 * @param source opens the event source
 * @param handlerName the handler's name, for status and discard records
 * @param handler makes the handler
 * @param onFailure opens the failure destination; empty: discarded records are counted and dropped
 * @param filter which records are handed to the handler; the others are settled at once
 */
public record MappingDefinition(
    MappingSettings settings,
    SourceTraits traits,
    Opening<EventSource> source,
    String handlerName,
    Opening<Handler> handler,
    Optional<Opening<FailureDestination>> onFailure,
    Predicate<SourceRecord> filter) {

  /** The filter that lets every record pass. */
  public static final Predicate<SourceRecord> EVERYTHING = any -> true;

  /** Opens something, and may block and fail while doing so. */
  @FunctionalInterface
  public interface Opening<T> {
    /**
     * Opens it.
     *
     * @throws Exception it can't be opened; the message is shown to the operator
     */
    T open() throws Exception;
  }

  /**
   * A mapping from a source of this type to this handler, without failure destination and filter.
   *
   * @param source the connector, for example {@code new ChronicleEventSourceFactory()}
   * @param sourceSettings the source's settings besides its type, as {@link Settings} holds them
   */
  public static MappingDefinition of(
      MappingSettings settings,
      EventSourceFactory source,
      Map<String, ?> sourceSettings,
      BatchHandler handler) {
    SourceContext context = new SourceContext(settings.name(), Settings.of(sourceSettings));
    return of(settings, source.traits(), () -> source.create(context), handler);
  }

  /** A mapping from this source to this handler, without failure destination and filter. */
  public static MappingDefinition of(
      MappingSettings settings,
      SourceTraits traits,
      Opening<EventSource> source,
      BatchHandler handler) {
    Objects.requireNonNull(handler, "handler");
    return new MappingDefinition(
        settings, traits, source, "handler", () -> handler, Optional.empty(), EVERYTHING);
  }

  /** The same with other settings. */
  public MappingDefinition withSettings(MappingSettings changed) {
    return new MappingDefinition(changed, traits, source, handlerName, handler, onFailure, filter);
  }

  /** The same with a handler of this name. */
  public MappingDefinition withHandler(String name, Opening<Handler> opening) {
    return new MappingDefinition(settings, traits, source, name, opening, onFailure, filter);
  }

  /** The same with a failure destination. */
  public MappingDefinition withOnFailure(Opening<FailureDestination> opening) {
    return new MappingDefinition(
        settings, traits, source, handlerName, handler, Optional.of(opening), filter);
  }

  /** The same, handing only records that pass to the handler. */
  public MappingDefinition withFilter(Predicate<SourceRecord> passing) {
    return new MappingDefinition(
        settings, traits, source, handlerName, handler, onFailure, passing);
  }
}
