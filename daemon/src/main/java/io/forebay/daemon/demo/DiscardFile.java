/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.demo;

import io.forebay.discard.DiscardEntry;
import io.forebay.handler.SourceRecord;
import io.forebay.source.FailedBatch;
import io.forebay.source.FailedBatch.FunctionError;
import io.forebay.source.SourceException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Reads back what the failure destination of type {@code file} has stored. */
final class DiscardFile {

  /** Name of the file; older ones have a number after it. */
  static final String DISCARDS = "manual-reports.jsonl";

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
      return files
          .filter(file -> String.valueOf(file.getFileName()).startsWith(DISCARDS))
          .sorted()
          .toList();
    }
  }

  /** The last line may be half written at this moment, and is left for the next time then. */
  private static List<String> wholeLines(Path file) throws IOException {
    String text = Files.readString(file, StandardCharsets.UTF_8);
    return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
  }

  private static List<Discarded> parse(String line) throws IOException {
    try {
      FailedBatch batch = DiscardEntry.parse(line.getBytes(StandardCharsets.UTF_8));
      String reason =
          batch.functionError().map(FunctionError::message).orElse(batch.condition().word());
      return batch.records().stream().map(one -> discarded(batch, one, reason)).toList();
    } catch (SourceException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static Discarded discarded(FailedBatch batch, SourceRecord one, String reason) {
    byte[] data = new byte[one.dataSize()];
    one.data().get(data);
    return new Discarded(
        batch.shard(), one.position(), reason, batch.approximateInvokeCount(), data);
  }
}
