/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.chronicle;

import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.discard.DiscardEntry;
import io.forebay.handler.SourceRecord;
import io.forebay.source.EventSource;
import io.forebay.source.FailedBatch;
import io.forebay.source.FailureDestination;
import io.forebay.source.ReadFrom;
import io.forebay.source.Settings;
import io.forebay.source.SourceContext;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChronicleDestinationTest {

  @TempDir Path folder;

  @Test
  void shouldKeepEntriesThatCanBeReadBack() throws Exception {
    Path path = folder.resolve("discards");
    try (TestStream under = new TestStream(folder, StreamOptions.shards(1));
        EventSource source = under.connect("m")) {
      for (int i = 0; i < 12; i++) {
        under.stream().append("k" + i, new byte[2_000_000]);
      }
      List<SourceRecord> originals =
          ChronicleReaderTest.read(source, source.shards().get(0), new ReadFrom.TrimHorizon());
      SourceContext context = new SourceContext("m", Settings.of(Map.of("path", path)));
      try (FailureDestination destination = new ChronicleDestinationFactory().create(context)) {
        destination.send(batch(originals.subList(0, 2)));
        destination.send(batch(originals));
      }
      List<SourceRecord> kept = new ArrayList<>();
      int entries = 0;
      try (EventSource discards = new ChronicleEventSourceFactory().create(context)) {
        for (SourceRecord entry :
            ChronicleReaderTest.read(
                discards, discards.shards().get(0), new ReadFrom.TrimHorizon())) {
          byte[] bytes = new byte[entry.dataSize()];
          entry.data().get(bytes);
          kept.addAll(DiscardEntry.parse(bytes).records());
          entries++;
        }
      }
      assertThat(entries).isGreaterThan(2);
      List<SourceRecord> expected = new ArrayList<>(originals.subList(0, 2));
      expected.addAll(originals);
      assertThat(kept).hasSameSizeAs(expected);
      for (int i = 0; i < kept.size(); i++) {
        assertThat(kept.get(i).data()).isEqualTo(expected.get(i).data());
        assertThat(kept.get(i).keyText()).isEqualTo(expected.get(i).keyText());
        assertThat(kept.get(i).position()).isEqualTo(expected.get(i).position());
      }
    }
  }

  private static FailedBatch batch(List<SourceRecord> records) {
    return new FailedBatch(
        "m",
        "h",
        "chronicle:x",
        "shard-0000",
        FailedBatch.Condition.RETRY_ATTEMPTS_EXHAUSTED,
        "id",
        1,
        Optional.empty(),
        Instant.EPOCH,
        records);
  }
}
