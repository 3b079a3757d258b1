/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine.mapping;

import io.forebay.engine.MappingDefinition;
import io.forebay.handler.Handler;
import io.forebay.source.EventSource;
import io.forebay.source.FailureDestination;
import io.forebay.source.Shard;
import io.forebay.source.SourceException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a running mapping has open. Opened and closed on threads that may block.
 *
 * @param source the event source
 * @param shards its shards when it was opened
 * @param handler the handler
 * @param destination the failure destination
 */
record Resources(
    EventSource source,
    List<Shard> shards,
    Handler handler,
    Optional<FailureDestination> destination) {

  private static final Logger LOG = LoggerFactory.getLogger(Resources.class);

  /** Why a mapping could not be opened: a code of rule 1.7 and a sentence. */
  static final class OpeningFailed extends Exception {
    private static final long serialVersionUID = 1L;

    OpeningFailed(String code, Throwable cause) {
      super(code + ": " + FaultWords.sentence(cause), cause);
    }
  }

  /** Opens everything; closes what was open already if one thing fails. */
  static Resources open(MappingDefinition definition) throws OpeningFailed {
    Handler handler = handler(definition);
    Optional<FailureDestination> destination = Optional.empty();
    Optional<EventSource> source = Optional.empty();
    String code = "ESM_CONFIG_NOT_VALID";
    try {
      if (definition.onFailure().isPresent()) {
        destination = Optional.of(definition.onFailure().get().open());
      }
      source = Optional.of(definition.source().open());
      code = "EVENT_SOURCE_NOT_AVAILABLE";
      return new Resources(source.get(), source.get().shards(), handler, destination);
    } catch (Exception | LinkageError e) {
      source.ifPresent(Resources::close);
      destination.ifPresent(Resources::close);
      close(handler);
      throw new OpeningFailed(
          e instanceof SourceException known ? FaultWords.code(known) : code, e);
    }
  }

  /** Closes handler and source; the destination is its sender's to close. */
  void close() {
    close(handler);
    close(source);
  }

  private static Handler handler(MappingDefinition definition) throws OpeningFailed {
    try {
      return definition.handler().open();
    } catch (Throwable e) { // user code: a static initialiser may fail with any Error
      throw new OpeningFailed("FUNCTION_CONFIG_NOT_VALID", e);
    }
  }

  private static void close(AutoCloseable resource) {
    try {
      resource.close();
    } catch (Throwable e) { // user code again
      LOG.warn("closing {} failed: {}", resource, e.toString());
    }
  }
}
