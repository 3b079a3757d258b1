/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.List;
import java.util.Optional;
import org.slf4j.event.KeyValuePair;

/** Finds the mapping a log event is about. */
final class MappingOf {

  private static final String KEY = "mapping";
  private static final String HANDLER_LOGGERS = "forebay.handler.";

  private MappingOf() {}

  /** By the event's key-value pair, the thread's context, or the name of the handler's logger. */
  static Optional<String> event(ILoggingEvent event) {
    List<KeyValuePair> pairs = event.getKeyValuePairs();
    if (pairs != null) {
      for (KeyValuePair pair : pairs) {
        if (KEY.equals(pair.key)) {
          return Optional.of(String.valueOf(pair.value));
        }
      }
    }
    String fromContext = event.getMDCPropertyMap().get(KEY);
    if (fromContext != null) {
      return Optional.of(fromContext);
    }
    String logger = event.getLoggerName();
    return logger.startsWith(HANDLER_LOGGERS)
        ? Optional.of(logger.substring(HANDLER_LOGGERS.length()))
        : Optional.empty();
  }
}
