/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

class LogLineTest {

  private static final long TIME = Instant.parse("2026-11-23T10:00:00.123Z").toEpochMilli();

  @Test
  void shouldWriteOneJsonObjectALine() throws IOException {
    LoggingEvent event = event("io.forebay.engine.mapping.Supervisor", "said \"no\"\nand left");
    event.setKeyValuePairs(
        List.of(new KeyValuePair("mapping", "orders"), new KeyValuePair("shard", "s-0")));

    String line = json(event);

    assertThat(line).endsWith("}\n");
    assertThat(line.indexOf('\n')).isEqualTo(line.length() - 1);
    assertThat(fields(line))
        .containsEntry("timestamp", "2026-11-23T10:00:00.123Z")
        .containsEntry("level", "WARN")
        .containsEntry("logger", "io.forebay.engine.mapping.Supervisor")
        .containsEntry("mapping", "orders")
        .containsEntry("message", "said \"no\"\nand left")
        .containsEntry("context.shard", "s-0");
  }

  @Test
  void shouldTellTheExceptionWithItsStackInJson() throws IOException {
    Throwable failure = new IllegalStateException("outer", new IOException("inner"));

    Map<String, String> fields = fields(json(event("x", "failed", failure)));

    assertThat(fields)
        .containsEntry("exception.type", "java.lang.IllegalStateException")
        .containsEntry("exception.message", "outer");
    assertThat(fields.get("exception.stack"))
        .contains("LogLineTest", "Caused by: java.io.IOException: inner");
  }

  @Test
  void shouldKnowTheMappingByTheHandlersLogger() throws IOException {
    assertThat(fields(json(event("forebay.handler.orders", "x"))))
        .containsEntry("mapping", "orders");
  }

  @Test
  void shouldWriteOneShortPlainLine() {
    LoggingEvent event = event("io.forebay.engine.mapping.Supervisor", "a\nb");
    event.setKeyValuePairs(List.of(new KeyValuePair("mapping", "orders")));

    assertThat(plain(event, false))
        .matches(
            "\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:00\\.123 WARN  engine\\.mapping\\.Supervisor \\[orders\\]"
                + " a\\\\nb\\R");
  }

  @Test
  void shouldKeepExceptionsOnThePlainLineUnlessStacksAreAskedFor() {
    LoggingEvent event =
        event("x", "failed", new IllegalStateException("outer", new IOException("inner")));

    assertThat(plain(event, false))
        .endsWith(
            "x failed <- IllegalStateException: outer <- IOException: inner"
                + System.lineSeparator());
    assertThat(plain(event, true)).contains("Caused by: java.io.IOException: inner", "\tat ");
  }

  private static LoggingEvent event(String logger, String message) {
    LoggerContext context = new LoggerContext();
    LoggingEvent event =
        new LoggingEvent("", context.getLogger(logger), Level.WARN, message, null, null);
    event.setInstant(Instant.ofEpochMilli(TIME));
    event.setMDCPropertyMap(Map.of());
    return event;
  }

  private static LoggingEvent event(String logger, String message, Throwable thrown) {
    LoggerContext context = new LoggerContext();
    LoggingEvent event =
        new LoggingEvent("", context.getLogger(logger), Level.WARN, message, thrown, null);
    event.setInstant(Instant.ofEpochMilli(TIME));
    event.setMDCPropertyMap(Map.of());
    return event;
  }

  private static String json(LoggingEvent event) {
    return new String(new JsonLine().encode(event), StandardCharsets.UTF_8);
  }

  private static String plain(LoggingEvent event, boolean stacks) {
    return new String(new PlainLine(stacks).encode(event), StandardCharsets.UTF_8);
  }

  private static Map<String, String> fields(String json) throws IOException {
    Map<String, String> fields = new LinkedHashMap<>();
    try (JsonParser parser = new JsonFactory().createParser(json)) {
      while (parser.nextToken() != null) {
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
          String path = parser.getParsingContext().pathAsPointer().toString();
          fields.put(path.substring(1).replace('/', '.'), parser.getText());
        }
      }
    }
    return fields;
  }
}
