/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.produce;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** How a line is parted into key and data. */
@FunctionalInterface
public interface KeyRule {

  /** Key and data of a line. */
  Keyed apply(byte[] line) throws MalformedLineException;

  /**
   * A record to be.
   *
   * @param key its key, if it has one
   * @param data its data
   */
  @SuppressWarnings("ArrayRecordComponent") // handed on at once, never compared
  record Keyed(Optional<byte[]> key, byte[] data) {}

  /** No keys. */
  static KeyRule none() {
    return line -> new Keyed(Optional.empty(), line);
  }

  /** What stands before the first of these separators is the key. */
  static KeyRule separator(String separator) {
    byte[] wanted = separator.getBytes(StandardCharsets.UTF_8);
    return line -> {
      for (int at = 0; at + wanted.length <= line.length; at++) {
        if (Arrays.equals(line, at, at + wanted.length, wanted, 0, wanted.length)) {
          return new Keyed(
              Optional.of(Arrays.copyOf(line, at)),
              Arrays.copyOfRange(line, at + wanted.length, line.length));
        }
      }
      throw new MalformedLineException("there is no key separator '" + separator + "' in it");
    };
  }

  /** The line is a JSON object, whole the data, and this field of it is the key. */
  static KeyRule field(String field) {
    JsonFactory json = new JsonFactory();
    return line -> {
      try (JsonParser parser = json.createParser(line)) {
        String key = value(parser, field);
        return new Keyed(Optional.of(key.getBytes(StandardCharsets.UTF_8)), line);
      } catch (JsonProcessingException e) {
        throw new MalformedLineException(
            "it is not JSON: " + e.getOriginalMessage().lines().findFirst().orElse(""));
      } catch (IOException e) {
        throw new UncheckedIOException("reading from memory failed", e);
      }
    };
  }

  private static String value(JsonParser parser, String field)
      throws IOException, MalformedLineException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw new MalformedLineException("it is not a JSON object");
    }
    Optional<String> key = Optional.empty();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      boolean wanted = field.equals(parser.currentName());
      JsonToken token = parser.nextToken();
      if (wanted && (!token.isScalarValue() || token == JsonToken.VALUE_NULL)) {
        throw new MalformedLineException("its field '" + field + "' is no text or number");
      }
      if (wanted) {
        key = Optional.of(parser.getText());
      }
      parser.skipChildren();
    }
    return key.orElseThrow(
        () -> new MalformedLineException("it has no field '" + field + "' to take the key from"));
  }
}
