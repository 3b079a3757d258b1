/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.demo;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.forebay.handler.SourceRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/** Reads flights from records' bytes. Safe for use by several threads. */
final class FlightReader {

  private final JsonFactory json = new JsonFactory();

  /**
   * The flight in this record.
   *
   * @throws MalformedFlightException it is none
   */
  NumberedFlight read(SourceRecord source) throws MalformedFlightException {
    ByteBuffer view = source.data();
    byte[] data = new byte[view.remaining()];
    view.get(data);
    return read(data);
  }

  NumberedFlight read(byte[] data) throws MalformedFlightException {
    if (data.length == 0) {
      throw new MalformedFlightException("the record is empty");
    }
    Fields fields = new Fields();
    try (JsonParser parser = json.createParser(data)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new MalformedFlightException("a JSON object was expected, not " + name(parser));
      }
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String field = parser.currentName();
        parser.nextToken();
        fields.take(field, parser);
      }
    } catch (JsonProcessingException e) {
      throw new MalformedFlightException("not JSON: " + firstLine(e.getOriginalMessage()));
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory failed", e);
    }
    return fields.flight();
  }

  private static String firstLine(String message) {
    return message.lines().findFirst().orElse("");
  }

  private static String name(JsonParser parser) {
    JsonToken token = parser.currentToken();
    if (token == null) {
      return "nothing";
    }
    return switch (token) {
      case START_ARRAY -> "an array";
      case VALUE_STRING -> "a text";
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
      case VALUE_TRUE, VALUE_FALSE -> "true or false";
      case VALUE_NULL -> "null";
      default -> "this";
    };
  }

  /** Collects the fields of one object. */
  private static final class Fields {
    private final Map<String, String> texts = new HashMap<>();
    private final Map<String, Integer> numbers = new HashMap<>();

    void take(String field, JsonParser parser) throws IOException, MalformedFlightException {
      switch (field) {
        case "n", "delay", "distance" -> {
          if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT) {
            throw wrongType(field, "a whole number", parser);
          }
          numbers.put(field, parser.getIntValue());
        }
        case "date", "origin", "destination" -> {
          if (parser.currentToken() != JsonToken.VALUE_STRING) {
            throw wrongType(field, "a text", parser);
          }
          texts.put(field, parser.getText());
        }
        default -> parser.skipChildren();
      }
    }

    NumberedFlight flight() throws MalformedFlightException {
      Flight flight =
          new Flight(
              text("date"),
              number("delay"),
              number("distance"),
              text("origin"),
              text("destination"));
      return new NumberedFlight(number("n"), flight);
    }

    private String text(String field) throws MalformedFlightException {
      String value = texts.get(field);
      if (value == null) {
        throw missing(field);
      }
      return value;
    }

    private int number(String field) throws MalformedFlightException {
      Integer value = numbers.get(field);
      if (value == null) {
        throw missing(field);
      }
      return value;
    }

    private static MalformedFlightException missing(String field) {
      return new MalformedFlightException("field '" + field + "' is missing");
    }

    private static MalformedFlightException wrongType(
        String field, String expected, JsonParser parser) {
      return new MalformedFlightException(
          "field '" + field + "' should be " + expected + ", not " + name(parser));
    }
  }
}
