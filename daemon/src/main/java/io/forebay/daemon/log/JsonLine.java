/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.event.KeyValuePair;

/**
 * Writes an event as one JSON object a line with the fields {@code timestamp} (UTC), {@code level},
 * {@code logger}, {@code thread}, {@code mapping} where known, {@code message}, further key-value
 * pairs under {@code context}, and {@code exception} ({@code type}, {@code message}, {@code
 * stack}).
 */
final class JsonLine extends EncoderBase<ILoggingEvent> {

  private static final byte[] NOTHING = new byte[0];

  private final JsonFactory json = new JsonFactory();

  @Override
  public byte[] headerBytes() {
    return NOTHING;
  }

  @Override
  public byte[] footerBytes() {
    return NOTHING;
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    ByteArrayOutputStream line = new ByteArrayOutputStream(256);
    try (JsonGenerator out = json.createGenerator(line)) {
      out.writeStartObject();
      out.writeStringField("timestamp", Instant.ofEpochMilli(event.getTimeStamp()).toString());
      out.writeStringField("level", event.getLevel().toString());
      out.writeStringField("logger", event.getLoggerName());
      out.writeStringField("thread", event.getThreadName());
      Optional<String> mapping = MappingOf.event(event);
      if (mapping.isPresent()) {
        out.writeStringField("mapping", mapping.get());
      }
      out.writeStringField("message", event.getFormattedMessage());
      writeContext(out, event.getKeyValuePairs());
      IThrowableProxy thrown = event.getThrowableProxy();
      if (thrown != null) {
        writeException(out, thrown);
      }
      out.writeEndObject();
      out.writeRaw('\n');
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
    return line.toByteArray();
  }

  private static void writeContext(JsonGenerator out, List<KeyValuePair> pairs) throws IOException {
    if (pairs == null || pairs.isEmpty()) {
      return;
    }
    out.writeObjectFieldStart("context");
    for (KeyValuePair pair : pairs) {
      out.writeStringField(pair.key, String.valueOf(pair.value));
    }
    out.writeEndObject();
  }

  private static void writeException(JsonGenerator out, IThrowableProxy thrown) throws IOException {
    out.writeObjectFieldStart("exception");
    out.writeStringField("type", thrown.getClassName());
    if (thrown.getMessage() != null) {
      out.writeStringField("message", thrown.getMessage());
    }
    out.writeStringField("stack", ThrowableProxyUtil.asString(thrown));
    out.writeEndObject();
  }
}
