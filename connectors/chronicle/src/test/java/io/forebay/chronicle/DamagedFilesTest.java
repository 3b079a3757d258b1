/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.chronicle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forebay.source.EventSource;
import io.forebay.source.ReadFrom;
import io.forebay.source.Shard;
import io.forebay.source.ShardReader;
import io.forebay.source.SourceException;
import io.forebay.source.SourceException.Kind;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DamagedFilesTest {

  private static final ReadFrom HORIZON = new ReadFrom.TrimHorizon();

  @TempDir Path folder;

  @Test
  void shouldComplainOfATruncatedFile() throws Exception {
    try (TestStream under = filled();
        EventSource source = under.connect("m")) {
      for (long length : new long[] {300_000, 66_000, 10_000, 40, 3}) {
        cut(under, length);
        mustBe(Kind.CORRUPT, source);
      }
    }
  }

  @Test
  void shouldComplainOfGarbage() throws Exception {
    try (TestStream under = filled();
        EventSource source = under.connect("m")) {
      byte[] garbage = new byte[1 << 20];
      new Random(3).nextBytes(garbage);
      Files.write(file(under), garbage);
      mustBe(Kind.CORRUPT, source);
      Files.writeString(file(under), "not a queue");
      mustBe(Kind.CORRUPT, source);
      assertThatThrownBy(() -> appendAnew(under))
          .isInstanceOfSatisfying(
              SourceException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CORRUPT));
    }
  }

  @Test
  void shouldTakeAnEmptyFileForOneThatIsBeingMade() throws Exception {
    try (TestStream under = filled();
        EventSource source = under.connect("m")) {
      cut(under, 0);
      Shard shard = source.shards().get(0);
      try (ShardReader reader = source.open(shard, HORIZON)) {
        long start = System.nanoTime();
        assertThat(ChronicleReaderTest.drain(reader)).isEmpty();
        assertThat(System.nanoTime() - start).isLessThan(1_000_000_000L);
        appendAnew(under);
        assertThat(ChronicleReaderTest.drain(reader)).hasSize(1);
      }
      try (ShardReader reader = source.open(shard, new ReadFrom.Latest())) {
        assertThat(ChronicleReaderTest.drain(reader)).isEmpty();
      }
    }
  }

  @Test
  void shouldComplainOfAFileWithAStrangeName() throws Exception {
    try (TestStream under = filled();
        EventSource source = under.connect("m")) {
      Files.createFile(under.folder().resolve("shard-0000/copy of queue.cq4"));
      mustBe(Kind.CORRUPT, source);
    }
  }

  @Test
  void shouldSurviveAFileThatIsCutWhileItIsMapped() throws Exception {
    try (TestStream under = filled();
        EventSource source = under.connect("m");
        ShardReader reader = source.open(source.shards().get(0), HORIZON)) {
      assertThat(reader.fetch(10, 1_000_000).records()).hasSize(10);
      cut(under, 69_632);
      assertThatThrownBy(() -> ChronicleReaderTest.drain(reader))
          .isInstanceOf(SourceException.class);
    }
  }

  @Test
  void shouldComplainOfDamagedMetadata() throws Exception {
    try (TestStream under = filled();
        EventSource source = under.connect("m")) {
      Path metadata = under.folder().resolve("shard-0000/metadata.cq4t");
      Files.writeString(metadata, "garbage ".repeat(100));
      mustBe(Kind.CORRUPT, source);
      Files.delete(metadata);
      Shard shard = source.shards().get(0);
      assertThat(ChronicleReaderTest.read(source, shard, HORIZON)).hasSize(2_000);
    }
  }

  private TestStream filled() throws Exception {
    TestStream under = new TestStream(folder, StreamOptions.shards(1));
    try (ChronicleStream other = ChronicleStream.open(under.folder())) {
      for (int i = 0; i < 2_000; i++) {
        other.append("k", new byte[200]);
      }
    }
    return under;
  }

  private static void appendAnew(TestStream under) throws Exception {
    try (ChronicleStream other = ChronicleStream.open(under.folder())) {
      other.append("k", new byte[200]);
    }
  }

  private static void mustBe(Kind kind, EventSource source) {
    assertThatThrownBy(() -> ChronicleReaderTest.read(source, source.shards().get(0), HORIZON))
        .isInstanceOfSatisfying(SourceException.class, e -> assertThat(e.kind()).isEqualTo(kind))
        .hasMessageContaining("shard-0000");
  }

  private static void cut(TestStream under, long length) throws Exception {
    try (RandomAccessFile file = new RandomAccessFile(file(under).toFile(), "rw")) {
      file.setLength(length);
    }
  }

  private static Path file(TestStream under) throws Exception {
    try (var files = Files.list(under.folder().resolve("shard-0000"))) {
      return files.filter(f -> f.toString().endsWith(".cq4")).findFirst().orElseThrow();
    }
  }
}
