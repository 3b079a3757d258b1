/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.discard;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.forebay.handler.Header;
import io.forebay.handler.SourceRecord;
import io.forebay.source.FailedBatch;
import io.forebay.source.FailedBatch.Condition;
import io.forebay.source.FailedBatch.FunctionError;
import io.forebay.source.SourceException;
import io.forebay.source.SourceException.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a discard entry. Members it does not know are passed over. Confined to the caller; used for
 * one entry.
 */
final class EntryParser {

  private final JsonParser json;
  private final Map<String, String> texts = new HashMap<>();
  private final List<SourceRecord> records = new ArrayList<>();
  private boolean recordsSeen;

  private EntryParser(JsonParser json) {
    this.json = json;
  }

  static FailedBatch parse(byte[] line) throws SourceException {
    try (JsonParser json = DiscardEntry.JSON.createParser(line)) {
      EntryParser parser = new EntryParser(json);
      must(json.nextToken() == JsonToken.START_OBJECT, "it is no JSON object");
      parser.readObject("");
      must(json.nextToken() == null, "something follows the entry");
      return parser.batch();
    } catch (IOException | IllegalArgumentException | DateTimeException e) {
      throw new SourceException(
          Kind.CORRUPT,
          "a discard entry can't be read (" + e.getMessage() + "): it is damaged or not Forebay's",
          e);
    }
  }

  private FailedBatch batch() throws IOException, SourceException {
    int format = Integer.parseInt(text("forebay.format"));
    if (format > DiscardEntry.FORMAT) {
      throw new SourceException(
          Kind.MISCONFIGURED,
          "a discard entry has format " + format + ", which this version does not know: update");
    }
    must(recordsSeen, "it has no records");
    boolean failed = texts.containsKey("forebay.functionError.type");
    return new FailedBatch(
        text("ForebayBatchInfo.mapping"),
        text("requestContext.functionArn"),
        text("ForebayBatchInfo.source"),
        text("ForebayBatchInfo.shardId"),
        condition(text("requestContext.condition")),
        text("requestContext.requestId"),
        Integer.parseInt(text("requestContext.approximateInvokeCount")),
        failed
            ? Optional.of(
                new FunctionError(
                    text("forebay.functionError.type"), text("forebay.functionError.message")))
            : Optional.empty(),
        Instant.parse(text("timestamp")),
        List.copyOf(records));
  }

  /** Notes the scalars of the object by their path; reads the records. */
  private void readObject(String path) throws IOException {
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = path + json.currentName();
      JsonToken value = json.nextToken();
      if (value == JsonToken.START_OBJECT) {
        readObject(name + ".");
      } else if (value == JsonToken.START_ARRAY && name.equals("records")) {
        recordsSeen = true;
        while (json.nextToken() == JsonToken.START_OBJECT) {
          records.add(readRecord());
        }
      } else if (value != null && value.isScalarValue() && value != JsonToken.VALUE_NULL) {
        texts.put(name, json.getText());
      } else {
        json.skipChildren();
      }
    }
    must(json.currentToken() == JsonToken.END_OBJECT, "an object does not end");
  }

  private DiscardedRecord readRecord() throws IOException {
    String position = null;
    long timestamp = 0;
    Optional<ByteBuffer> key = Optional.empty();
    ByteBuffer data = null;
    List<Header> headers = List.of();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      JsonToken value = json.nextToken();
      switch (name) {
        case "position" -> position = json.getText();
        case "timestamp" -> timestamp = json.getLongValue();
        case "key" -> key = value == JsonToken.VALUE_NULL ? Optional.empty() : Optional.of(bytes());
        case "data" -> data = bytes();
        case "headers" -> headers = readHeaders();
        default -> json.skipChildren();
      }
    }
    if (position == null || data == null) {
      throw new IOException("a record lacks its position or data");
    }
    return new DiscardedRecord(position, timestamp, key, data, headers);
  }

  private List<Header> readHeaders() throws IOException {
    List<Header> headers = new ArrayList<>();
    while (json.nextToken() == JsonToken.START_OBJECT) {
      String name = null;
      ByteBuffer value = null;
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        boolean isName = json.currentName().equals("name");
        json.nextToken();
        if (isName) {
          name = json.getText();
        } else {
          value = bytes();
        }
      }
      if (name == null || value == null) {
        throw new IOException("a header lacks its name or value");
      }
      headers.add(new Header(name, value));
    }
    return headers;
  }

  private ByteBuffer bytes() throws IOException {
    return ByteBuffer.wrap(json.getBinaryValue());
  }

  private String text(String path) throws IOException {
    String text = texts.get(path);
    if (text == null) {
      throw new IOException("it has no " + path);
    }
    return text;
  }

  private static Condition condition(String word) throws IOException {
    for (Condition condition : Condition.values()) {
      if (condition.word().equals(word)) {
        return condition;
      }
    }
    throw new IOException("condition '" + word + "' is unknown");
  }

  private static void must(boolean holds, String what) throws IOException {
    if (!holds) {
      throw new IOException(what);
    }
  }
}
