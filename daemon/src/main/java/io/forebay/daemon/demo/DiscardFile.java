/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.demo;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Reads back what the failure destination of type {@code file} has stored. */
final class DiscardFile {

  private static final JsonFactory JSON = new JsonFactory();

  private DiscardFile() {}

  /**
   * A discarded record.
   *
   * @param shard its shard
   * @param position its position
   * @param reason what the handler said
   * @param attempts how many times it was tried
   * @param data its bytes; not changed after they were read
   */
  @SuppressWarnings("ArrayRecordComponent") // compared only by Arrays.equals
  record Discarded(String shard, String position, String reason, int attempts, byte[] data) {}

  /**
   * What is there.
   *
   * @param records different records, in the order of the file
   * @param again entries of a record that is there already
   */
  record Content(List<Discarded> records, long again) {}

  /** All that the folder's files hold; nothing if there is no such folder. */
  static Content read(Path folder) throws IOException {
    Map<String, Discarded> byPosition = new LinkedHashMap<>();
    long entries = 0;
    for (Path file : files(folder)) {
      for (String line : wholeLines(file)) {
        for (Discarded one : parse(line)) {
          byPosition.putIfAbsent(one.shard() + "/" + one.position(), one);
          entries++;
        }
      }
    }
    return new Content(List.copyOf(byPosition.values()), entries - byPosition.size());
  }

  private static List<Path> files(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  /** The last line may be half written at this moment, and is left for the next time then. */
  private static List<String> wholeLines(Path file) throws IOException {
    String text = Files.readString(file, StandardCharsets.UTF_8);
    return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
  }

  private static List<Discarded> parse(String line) throws IOException {
    Entry entry = new Entry();
    try (JsonParser parser = JSON.createParser(line)) {
      parser.nextToken();
      entry.readObject(parser, "");
    }
    return entry.records();
  }

  /** Collects the fields of one line that the demo needs, by their path. */
  private static final class Entry {
    private String shard = "";
    private String error = "";
    private int attempts;
    private final List<String> positions = new ArrayList<>();
    private final List<byte[]> datas = new ArrayList<>();

    void readObject(JsonParser parser, String path) throws IOException {
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String field = path + "/" + parser.currentName();
        JsonToken token = parser.nextToken();
        if (token == JsonToken.START_OBJECT) {
          readObject(parser, field);
        } else if (token == JsonToken.START_ARRAY && field.equals("/records")) {
          while (parser.nextToken() != JsonToken.END_ARRAY) {
            readObject(parser, field);
          }
        } else {
          take(parser, field);
        }
      }
    }

    private void take(JsonParser parser, String field) throws IOException {
      switch (field) {
        case "/shard" -> shard = parser.getText();
        case "/requestContext/approximateInvokeCount" -> attempts = parser.getIntValue();
        case "/responseContext/errorMessage" -> error = parser.getText();
        case "/records/position" -> positions.add(parser.getText());
        case "/records/data" -> datas.add(parser.getBinaryValue());
        default -> parser.skipChildren();
      }
    }

    List<Discarded> records() {
      List<Discarded> all = new ArrayList<>();
      for (int i = 0; i < positions.size(); i++) {
        all.add(new Discarded(shard, positions.get(i), error, attempts, datas.get(i)));
      }
      return all;
    }
  }
}
