/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.chronicle;

import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.handler.SourceRecord;
import io.forebay.source.EventSource;
import io.forebay.source.Fetch;
import io.forebay.source.ReadFrom;
import io.forebay.source.Shard;
import io.forebay.source.ShardReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChronicleReaderTest {

  private static final ReadFrom HORIZON = new ReadFrom.TrimHorizon();
  private static final StreamOptions SECONDS = StreamOptions.shards(1).rollCycle("TEST_SECONDLY");

  @TempDir Path folder;

  @Test
  void shouldTellByTheStampWhenToLookAgain() throws Exception {
    try (TestStream under = new TestStream(folder, StreamOptions.shards(2));
        EventSource source = under.connect("m");
        ShardReader reader = source.open(source.shards().get(0), HORIZON)) {
      assertThat(reader.mayHaveRecords()).isTrue();
      assertThat(drain(reader)).isEmpty();
      assertThat(reader.mayHaveRecords()).isFalse();
      appendTo(under, 1, "other shard");
      assertThat(reader.mayHaveRecords()).isFalse();
      appendTo(under, 0, "mine");
      assertThat(reader.mayHaveRecords()).isTrue();
      assertThat(reader.lag()).isEqualTo(1);
      appendTo(under, 0, "more");
      assertThat(reader.fetch(1, 1_000).progress()).isEqualTo(Fetch.Progress.MORE);
      assertThat(reader.mayHaveRecords()).isTrue();
      assertThat(reader.lag()).isEqualTo(1);
      assertThat(drain(reader)).hasSize(1);
      assertThat(reader.mayHaveRecords()).isFalse();
      assertThat(reader.lag()).isZero();
    }
  }

  @Test
  void shouldReadOverManyFilesAndResumeInEach() throws Exception {
    try (TestStream under = new TestStream(folder, SECONDS);
        EventSource source = under.connect("m")) {
      Shard shard = source.shards().get(0);
      List<SourceRecord> live = new ArrayList<>();
      String startedAfter;
      try (ShardReader reader = source.open(shard, new ReadFrom.Latest())) {
        startedAfter = reader.startedAfter();
        for (int i = 0; i < 8; i++) {
          appendTo(under, 0, "a" + i);
          appendTo(under, 0, "b" + i);
          live.addAll(drain(reader));
          if (i % 2 == 1) {
            awaitNextFile();
          }
        }
      }
      assertThat(files(under)).hasSizeGreaterThan(3);
      assertThat(live).hasSize(16);
      assertThat(texts(read(source, shard, new ReadFrom.After(startedAfter))))
          .isEqualTo(texts(live));
      for (int i = 0; i < 16; i++) {
        ReadFrom after = new ReadFrom.After(live.get(i).position());
        assertThat(texts(read(source, shard, after))).isEqualTo(texts(live.subList(i + 1, 16)));
      }
      try (ShardReader reader = source.open(shard, HORIZON)) {
        assertThat(reader.lag()).isEqualTo(16);
      }
    }
  }

  @Test
  void shouldHandOnForeignMessagesWholeAndWithoutKey() throws Exception {
    try (TestStream under = new TestStream(folder, StreamOptions.shards(1));
        EventSource source = under.connect("m")) {
      appendTo(under, 0, "ours");
      Path shard = under.folder().resolve("shard-0000");
      long before = System.currentTimeMillis();
      appendForeign(shard);
      appendTo(under, 0, "ours again");
      List<SourceRecord> read = read(source, source.shards().get(0), HORIZON);
      assertThat(read).hasSize(5);
      assertThat(read.get(0).dataText()).isEqualTo("ours");
      assertThat(read.get(1).dataText()).endsWith("plain text");
      assertThat(read.get(1).hasKey()).isFalse();
      assertThat(read.get(1).timestamp()).isGreaterThanOrEqualTo(before);
      assertThat(read.get(2).dataSize()).isEqualTo(6);
      assertThat(read.get(3).dataSize()).isEqualTo(6 << 20);
      assertThat(read.get(4).dataText()).isEqualTo("ours again");
      assertThat(read.get(4).unwrap(ChronicleRecord.class).orElseThrow().index() & 0xffff)
          .isEqualTo(4);
    }
  }

  @Test
  void shouldRemoveOldFilesButNoneThatAMappingNeeds() throws Exception {
    Map<String, Object> rule = Map.of("retentionAge", java.time.Duration.ofMillis(1));
    try (TestStream under = new TestStream(folder, SECONDS);
        EventSource slow = under.connect("slow/../one");
        EventSource fast = under.connect("fast", rule)) {
      Shard shard = slow.shards().get(0);
      slow.open(shard, HORIZON).close();
      for (int i = 0; i < 4; i++) {
        appendTo(under, 0, "r" + i);
        awaitNextFile();
      }
      int all = files(under).size();
      assertThat(all).isGreaterThanOrEqualTo(4);
      List<SourceRecord> read;
      try (ShardReader reader = fast.open(shard, HORIZON)) {
        read = drain(reader);
        assertThat(read).hasSize(4);
        reader.settledThrough(read.get(3).position());
      }
      try (ShardReader reader = fast.open(shard, new ReadFrom.After(read.get(3).position()))) {
        assertThat(drain(reader)).isEmpty();
        assertThat(files(under)).hasSize(all);
      }
      slow.forget();
      try (ShardReader reader = fast.open(shard, new ReadFrom.After(read.get(3).position()))) {
        assertThat(drain(reader)).isEmpty();
        assertThat(reader.exact()).isTrue();
      }
      assertThat(files(under)).hasSize(1);
      try (ShardReader reader = slow.open(shard, new ReadFrom.After(read.get(0).position()))) {
        assertThat(reader.exact()).isFalse();
        assertThat(texts(drain(reader))).containsExactly("r3");
      }
      try (ShardReader reader = slow.open(shard, new ReadFrom.After(Positions.from(0)))) {
        assertThat(reader.exact()).isFalse();
        appendTo(under, 0, "r4");
        assertThat(texts(drain(reader))).containsExactly("r3", "r4");
      }
    }
  }

  @Test
  void shouldRemoveBySizeThoughMappingsNeedItWhenToldTo() throws Exception {
    Map<String, Object> rule = Map.of("retentionSize", 600_000L, "retentionIgnoresMappings", true);
    try (TestStream under = new TestStream(folder, SECONDS);
        EventSource source = under.connect("m", rule)) {
      for (int i = 0; i < 4; i++) {
        under.stream().append("k", new byte[100_000]);
        awaitNextFile();
      }
      int all = files(under).size();
      try (ShardReader reader = source.open(source.shards().get(0), HORIZON)) {
        assertThat(drain(reader)).hasSizeLessThan(4).isNotEmpty();
      }
      assertThat(files(under)).hasSizeLessThan(all);
    }
  }

  @Test
  void shouldGoToTheEndWhenThePositionLiesBeyondIt() throws Exception {
    try (TestStream under = new TestStream(folder, StreamOptions.shards(1));
        EventSource source = under.connect("m")) {
      long index = under.stream().append("k", new byte[1]);
      ReadFrom beyond = new ReadFrom.After(Positions.of(index + 10));
      try (ShardReader reader = source.open(source.shards().get(0), beyond)) {
        assertThat(reader.exact()).isFalse();
        appendTo(under, 0, "new");
        assertThat(texts(drain(reader))).containsExactly("new");
      }
    }
  }

  private static void appendForeign(Path shard) {
    try (SingleChronicleQueue queue = SingleChronicleQueueBuilder.binary(shard).build();
        ExcerptAppender appender = queue.createAppender()) {
      appender.writeText("plain text");
      for (byte[] raw : List.of(new byte[] {(byte) 0xF0, 'F', 'B', 1, 0, 0}, new byte[6 << 20])) {
        appender.writeBytes(Bytes.wrapForRead(raw));
      }
    }
  }

  private static void appendTo(TestStream under, int shard, String text) throws Exception {
    for (int i = 0; ; i++) {
      byte[] key = ("k" + i).getBytes(StandardCharsets.UTF_8);
      if (io.forebay.source.KeyHash.shardOf(key, under.stream().shards()) == shard) {
        under.stream()
            .append(
                key, text.getBytes(StandardCharsets.UTF_8), List.of(), System.currentTimeMillis());
        return;
      }
    }
  }

  private static List<String> files(TestStream under) throws Exception {
    try (var files = Files.list(under.folder().resolve("shard-0000"))) {
      return files.map(f -> f.getFileName().toString()).filter(f -> f.endsWith(".cq4")).toList();
    }
  }

  static List<SourceRecord> read(EventSource source, Shard shard, ReadFrom from) throws Exception {
    try (ShardReader reader = source.open(shard, from)) {
      return drain(reader);
    }
  }

  static List<SourceRecord> drain(ShardReader reader) throws Exception {
    List<SourceRecord> all = new ArrayList<>();
    Fetch fetch;
    do {
      fetch = reader.fetch(1_000, Long.MAX_VALUE);
      all.addAll(fetch.records());
    } while (fetch.progress() == Fetch.Progress.MORE);
    return all;
  }

  static List<String> texts(List<SourceRecord> records) {
    return records.stream().map(SourceRecord::dataText).toList();
  }

  /** Waits for the second to change: queues of this test begin a new file with each. */
  private static void awaitNextFile() {
    long second = System.currentTimeMillis() / 1000;
    while (System.currentTimeMillis() / 1000 == second) {
      LockSupport.parkNanos(1_000_000);
    }
  }
}
