/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.discard;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.forebay.handler.Header;
import io.forebay.handler.SourceRecord;
import io.forebay.source.FailedBatch;
import io.forebay.source.FailedBatch.Condition;
import io.forebay.source.SourceException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.List;

/**
 * The JSON form of a {@link FailedBatch}: one line, format 1.
 *
 * <p>It is the discard record of rule 3.9 with its member names and order ({@code requestContext},
 * {@code responseContext}, {@code version}, {@code timestamp}, {@code ForebayBatchInfo}), and after
 * it what is ours: {@code forebay} with the format's number and what the handler did, and {@code
 * records} with the whole originals: position, timestamp (ms), key (base64 or null), data (base64)
 * and headers (name, value in base64) in their order. {@code functionArn} is the handler's name.
 * {@code responseContext} is absent where the handler did not run last: too old, too large.
 *
 * <p>Threads: any; there is no state.
 */
public final class DiscardEntry {

  static final int FORMAT = 1;
  static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
          .build();

  private static final DateTimeFormatter ISO_MS =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

  private DiscardEntry() {}

  /** The entry as UTF-8, without a line feed at its end or anywhere in it. */
  public static byte[] toJson(FailedBatch batch) {
    ByteArrayOutputStream line = new ByteArrayOutputStream(1_024);
    try (JsonGenerator json = JSON.createGenerator(line)) {
      json.writeStartObject();
      writeContexts(json, batch);
      json.writeStringField("version", "1.0");
      json.writeStringField("timestamp", ISO_MS.format(batch.discardedAt()));
      writeBatchInfo(json, batch);
      writeOurs(json, batch);
      json.writeArrayFieldStart("records");
      for (SourceRecord original : batch.records()) {
        writeRecord(json, original);
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("a byte array took no bytes", e);
    }
    return line.toByteArray();
  }

  /**
   * Reads an entry back: everything but fractions of a millisecond of {@code discardedAt}.
   *
   * @param line what {@link #toJson} gave; a line feed after it does no harm
   * @throws SourceException of kind {@code CORRUPT} if it is no entry, {@code MISCONFIGURED} if it
   *     is one of a newer format
   */
  public static FailedBatch parse(byte[] line) throws SourceException {
    return EntryParser.parse(line);
  }

  private static void writeContexts(JsonGenerator json, FailedBatch batch) throws IOException {
    json.writeObjectFieldStart("requestContext");
    writeText(json, "requestId", batch.invocationId());
    writeText(json, "functionArn", batch.handler());
    json.writeStringField("condition", batch.condition().word());
    json.writeNumberField("approximateInvokeCount", batch.approximateInvokeCount());
    json.writeEndObject();
    if (batch.condition() == Condition.RETRY_ATTEMPTS_EXHAUSTED) {
      json.writeObjectFieldStart("responseContext");
      json.writeNumberField("statusCode", 200);
      json.writeStringField("executedVersion", "$LATEST");
      json.writeStringField(
          "functionError", batch.functionError().isPresent() ? "Unhandled" : null);
      json.writeEndObject();
    }
  }

  private static void writeBatchInfo(JsonGenerator json, FailedBatch batch) throws IOException {
    List<SourceRecord> records = batch.records();
    json.writeObjectFieldStart("ForebayBatchInfo");
    writeText(json, "shardId", batch.shard());
    if (!records.isEmpty()) {
      SourceRecord first = records.get(0);
      SourceRecord last = records.get(records.size() - 1);
      writeText(json, "startSequenceNumber", first.position());
      writeText(json, "endSequenceNumber", last.position());
      json.writeStringField("approximateArrivalOfFirstRecord", iso(first.timestamp()));
      json.writeStringField("approximateArrivalOfLastRecord", iso(last.timestamp()));
    }
    json.writeNumberField("batchSize", records.size());
    writeText(json, "source", batch.source());
    writeText(json, "mapping", batch.mapping());
    json.writeEndObject();
  }

  private static void writeOurs(JsonGenerator json, FailedBatch batch) throws IOException {
    json.writeObjectFieldStart("forebay");
    json.writeNumberField("format", FORMAT);
    if (batch.functionError().isPresent()) {
      FailedBatch.FunctionError error = batch.functionError().get();
      json.writeObjectFieldStart("functionError");
      writeText(json, "type", error.type());
      writeText(json, "message", error.message());
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  private static void writeRecord(JsonGenerator json, SourceRecord original) throws IOException {
    json.writeStartObject();
    writeText(json, "position", original.position());
    json.writeNumberField("timestamp", original.timestamp());
    if (original.hasKey()) {
      writeBytes(json, "key", original.key());
    } else {
      json.writeNullField("key");
    }
    writeBytes(json, "data", original.data());
    json.writeArrayFieldStart("headers");
    for (Header header : original.headers()) {
      json.writeStartObject();
      writeText(json, "name", header.name());
      writeBytes(json, "value", header.value());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void writeBytes(JsonGenerator json, String name, ByteBuffer bytes)
      throws IOException {
    byte[] copy = new byte[bytes.remaining()];
    bytes.get(copy);
    json.writeBinaryField(name, copy);
  }

  /** Half a surrogate pair, which UTF-8 can't hold, becomes a question mark. */
  private static void writeText(JsonGenerator json, String name, String text) throws IOException {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    json.writeFieldName(name);
    json.writeUTF8String(utf8, 0, utf8.length);
  }

  private static String iso(long ms) {
    return ISO_MS.format(Instant.ofEpochMilli(ms));
  }
}
