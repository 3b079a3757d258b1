/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.discard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forebay.source.FailureDestination;
import io.forebay.source.Settings;
import io.forebay.source.SourceContext;
import io.forebay.source.SourceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileDestinationTest {

  @TempDir Path folder;

  @Test
  void shouldAppendOneLineABatch() throws Exception {
    Path file = folder.resolve("deep/er/discards.jsonl");
    try (FailureDestination destination = open(file, Map.of())) {
      destination.send(FailedBatches.ofText("1"));
      destination.send(FailedBatches.ofText("2"));
      assertThat(texts(file)).containsExactly("1", "2");
    }
    try (FailureDestination destination = open(file, Map.of())) {
      destination.send(FailedBatches.ofText("3"));
    }
    assertThat(texts(file)).containsExactly("1", "2", "3");
  }

  @Test
  void shouldCutATornLineBeforeTheNext() throws Exception {
    Path file = folder.resolve("d.jsonl");
    try (FailureDestination destination = open(file, Map.of())) {
      destination.send(FailedBatches.ofText("1"));
      String torn = "{\"requestContext\":{\"requestId\":\"" + "x".repeat(200_000);
      Files.writeString(file, torn, StandardOpenOption.APPEND);
      destination.send(FailedBatches.ofText("2"));
      assertThat(texts(file)).containsExactly("1", "2");
      Files.writeString(file, "{\"req", StandardOpenOption.APPEND);
    }
    open(file, Map.of()).close();
    assertThat(texts(file)).containsExactly("1", "2");
  }

  @Test
  void shouldNotCutAFileThatIsNotItsOwn() throws Exception {
    Path file = folder.resolve("notes.txt");
    Files.writeString(file, "do not lose me");
    assertThatThrownBy(() -> open(file, Map.of()))
        .isInstanceOfSatisfying(
            SourceException.class,
            e -> assertThat(e.kind()).isEqualTo(SourceException.Kind.MISCONFIGURED))
        .hasMessageContaining("notes.txt");
    assertThat(file).hasContent("do not lose me");
  }

  @Test
  void shouldRotateBySizeAndKeepAllUnlessToldOtherwise() throws Exception {
    Path file = folder.resolve("d.jsonl");
    try (FailureDestination destination = open(file, Map.of("maxFileSize", 2_000L))) {
      for (int i = 0; i < 12; i++) {
        destination.send(FailedBatches.ofText(String.valueOf(i)));
      }
    }
    List<String> all = new ArrayList<>();
    for (int n = 1; Files.exists(numbered(file, n)); n++) {
      assertThat(Files.size(numbered(file, n))).isLessThanOrEqualTo(2_000);
      all.addAll(texts(numbered(file, n)));
    }
    all.addAll(texts(file));
    assertThat(all).hasSize(12).containsSequence("0", "1", "2").endsWith("11");
    Map<String, Object> two = Map.of("maxFileSize", 2_000L, "maxFiles", 2L);
    try (FailureDestination destination = open(file, two)) {
      for (int i = 12; i < 16; i++) {
        destination.send(FailedBatches.ofText(String.valueOf(i)));
      }
    }
    try (var files = Files.list(folder)) {
      assertThat(files.filter(f -> f.getFileName().toString().startsWith("d.jsonl"))).hasSize(2);
    }
    assertThat(texts(file)).endsWith("15");
  }

  @Test
  void shouldShareAFile() throws Exception {
    Path file = folder.resolve("d.jsonl");
    try (FailureDestination one = open(file, Map.of("maxFileSize", 20_000L));
        FailureDestination two = open(file, Map.of("maxFileSize", 20_000L))) {
      CompletableFuture<Void> first = CompletableFuture.runAsync(() -> send(one, 40));
      CompletableFuture<Void> second = CompletableFuture.runAsync(() -> send(two, 40));
      first.get();
      second.get();
    }
    int lines = texts(file).size();
    for (int n = 1; Files.exists(numbered(file, n)); n++) {
      lines += texts(numbered(file, n)).size();
    }
    assertThat(lines).isEqualTo(80);
  }

  @Test
  void shouldComplainOfAPathThatCannotBeWritten() throws Exception {
    Path blocked = Files.createFile(folder.resolve("file"));
    assertThatThrownBy(() -> open(blocked.resolve("d.jsonl"), Map.of()))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining("d.jsonl");
    assertThatThrownBy(() -> open(Files.createDirectory(folder.resolve("dir")), Map.of()))
        .isInstanceOf(SourceException.class);
  }

  /** Needs a device that is always full; Linux has one, but it takes no truncation or fsync. */
  @Test
  void shouldThrowWhenTheDiskIsFull() throws Exception {
    Path full = Path.of("/dev/full");
    Assumptions.assumeTrue(Files.isWritable(full));
    assertThatThrownBy(() -> LineFile.append(full, new byte[100])).isInstanceOf(IOException.class);
  }

  private static void send(FailureDestination destination, int count) {
    try {
      for (int i = 0; i < count; i++) {
        destination.send(FailedBatches.ofText("text " + i));
      }
    } catch (SourceException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Path numbered(Path file, int number) {
    return file.resolveSibling(file.getFileName() + "." + number);
  }

  private static List<String> texts(Path file) throws Exception {
    List<String> texts = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      byte[] bytes = line.getBytes(java.nio.charset.StandardCharsets.UTF_8);
      texts.add(DiscardEntry.parse(bytes).records().get(0).dataText());
    }
    return texts;
  }

  private static FailureDestination open(Path file, Map<String, ?> settings)
      throws SourceException {
    Map<String, Object> all = new HashMap<>(settings);
    all.put("path", file);
    return new FileDestinationFactory().create(new SourceContext("m", Settings.of(all)));
  }
}
