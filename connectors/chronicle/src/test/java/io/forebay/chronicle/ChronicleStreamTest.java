/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.chronicle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forebay.handler.SourceRecord;
import io.forebay.source.EventSource;
import io.forebay.source.EventSourceFactory;
import io.forebay.source.FailureDestinationFactory;
import io.forebay.source.ReadFrom;
import io.forebay.source.Shard;
import io.forebay.source.ShardReader;
import io.forebay.source.SourceException;
import io.forebay.source.SourceException.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChronicleStreamTest {

  private static final int EACH = 3_000;

  @TempDir Path folder;

  @Test
  void shouldTakeAppendsOfThreadsAndProcessesWhileBeingRead() throws Exception {
    try (TestStream under = new TestStream(folder, StreamOptions.shards(2));
        EventSource source = under.connect("m")) {
      List<Process> processes = new ArrayList<>();
      List<CompletableFuture<Void>> threads = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        processes.add(AppendingProcess.start(under.folder(), "process" + i, EACH));
        String name = "thread" + i;
        threads.add(CompletableFuture.runAsync(() -> append(under.stream(), name)));
      }
      Map<String, Integer> next = new HashMap<>();
      List<ShardReader> readers = new ArrayList<>();
      for (Shard shard : source.shards()) {
        readers.add(source.open(shard, new ReadFrom.TrimHorizon()));
      }
      long deadline = System.nanoTime() + 60_000_000_000L;
      int count = 0;
      while (count < 4 * EACH && System.nanoTime() < deadline) {
        for (ShardReader reader : readers) {
          // only when the stamp says so: nothing may be missed
          if (reader.mayHaveRecords()) {
            count += inOrder(reader.fetch(500, 1 << 20).records(), next);
          }
        }
      }
      assertThat(next).hasSize(4);
      assertThat(count).isEqualTo(4 * EACH);
      readers.forEach(ShardReader::close);
      for (Process process : processes) {
        assertThat(process.waitFor()).isZero();
      }
      // No banner; SLF4J itself speaks of a missing back end, a new JDK of native access.
      for (int i = 0; i < 2; i++) {
        assertThat(Files.readAllLines(under.folder().resolve("process" + i + ".out")))
            .filteredOn(line -> !line.isBlank() && !line.matches("(SLF4J|WARNING: ).*"))
            .isEmpty();
      }
      threads.forEach(CompletableFuture::join);
    }
  }

  @Test
  void shouldRefuseAnotherShardCount() throws Exception {
    Path stream = folder.resolve("s");
    ChronicleStream.openOrCreate(stream, StreamOptions.shards(3)).close();
    ChronicleStream.openOrCreate(stream, StreamOptions.defaults()).close();
    assertThatThrownBy(() -> ChronicleStream.openOrCreate(stream, StreamOptions.shards(4)))
        .isInstanceOfSatisfying(
            SourceException.class, e -> assertThat(e.kind()).isEqualTo(Kind.MISCONFIGURED))
        .hasMessageContaining("shards 3, not 4");
    assertThatThrownBy(
            () ->
                ChronicleStream.openOrCreate(
                    stream, StreamOptions.defaults().rollCycle("FAST_HOURLY")))
        .hasMessageContaining("rollCycle FAST_DAILY, not FAST_HOURLY");
    Files.writeString(stream.resolve("stream.properties"), "format=2\nshards=x\n");
    assertThatThrownBy(() -> ChronicleStream.open(stream))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining("another version");
    assertThatThrownBy(() -> ChronicleStream.open(folder.resolve("none")))
        .hasMessageContaining("there is no Chronicle stream");
  }

  @Test
  void shouldRefuseARecordThatDoesNotFit() throws Exception {
    try (ChronicleStream stream =
        ChronicleStream.openOrCreate(folder.resolve("s"), StreamOptions.shards(1))) {
      stream.append(new byte[stream.longestData()]);
      assertThatThrownBy(() -> stream.append(new byte[stream.longestData() + 1]))
          .isInstanceOf(SourceException.class)
          .hasMessageContaining("does not fit");
      stream.append(new byte[10]);
      stream.sync();
    }
  }

  @Test
  void shouldSpreadRecordsWithoutKey() throws Exception {
    try (TestStream under = new TestStream(folder, StreamOptions.shards(4));
        EventSource source = under.connect("m")) {
      for (int i = 0; i < 40; i++) {
        under.stream().append(new byte[] {(byte) i});
      }
      for (Shard shard : source.shards()) {
        assertThat(ChronicleReaderTest.read(source, shard, new ReadFrom.TrimHorizon())).hasSize(10);
      }
    }
  }

  @Test
  void shouldBeFoundByServiceLoader() {
    assertThat(ServiceLoader.load(EventSourceFactory.class))
        .extracting(EventSourceFactory::type)
        .containsExactly("chronicle");
    assertThat(ServiceLoader.load(FailureDestinationFactory.class))
        .extracting(FailureDestinationFactory::type)
        .containsExactlyInAnyOrder("chronicle", "file");
  }

  @Test
  void shouldStartNoThreadThatKeepsTheProcessAlive() throws Exception {
    try (TestStream under = new TestStream(folder, StreamOptions.shards(1))) {
      under.stream().append(new byte[1]);
      assertThat(Thread.getAllStackTraces().keySet())
          .filteredOn(t -> t.getName().contains("~"))
          .allMatch(Thread::isDaemon)
          .noneMatch(t -> t.getName().contains("disk"));
    }
  }

  private static int inOrder(List<SourceRecord> records, Map<String, Integer> next) {
    for (SourceRecord one : records) {
      String[] parts = one.dataText().split(":");
      assertThat(Integer.parseInt(parts[1])).isEqualTo(next.getOrDefault(parts[0], 0));
      next.put(parts[0], Integer.parseInt(parts[1]) + 1);
    }
    return records.size();
  }

  private static void append(ChronicleStream stream, String name) {
    try {
      AppendingProcess.append(stream, name, EACH);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
