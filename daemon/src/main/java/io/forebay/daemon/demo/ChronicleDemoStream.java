/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.demo;

import io.forebay.chronicle.ChronicleEventSourceFactory;
import io.forebay.chronicle.ChronicleStream;
import io.forebay.chronicle.StreamOptions;
import io.forebay.source.EventSource;
import io.forebay.source.Fetch;
import io.forebay.source.KeyHash;
import io.forebay.source.ReadFrom;
import io.forebay.source.Settings;
import io.forebay.source.Shard;
import io.forebay.source.ShardReader;
import io.forebay.source.SourceContext;
import io.forebay.source.SourceException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A Chronicle stream as the demo's producer sees it. */
final class ChronicleDemoStream implements DemoStream {

  private static final String COUNTING = "forebay-demo-counting";
  private static final int MOST_RECORDS = 10_000;
  private static final long MOST_BYTES = 16L << 20;

  private final ChronicleStream stream;
  private final EventSource source;
  private final List<Shard> shards;

  private ChronicleDemoStream(ChronicleStream stream, EventSource source, List<Shard> shards) {
    this.stream = stream;
    this.source = source;
    this.shards = shards;
  }

  /** Opens the stream, creating it if there is none. */
  static ChronicleDemoStream open(Path folder, int shards) throws IOException {
    try {
      ChronicleStream stream = ChronicleStream.openOrCreate(folder, StreamOptions.shards(shards));
      EventSource source =
          new ChronicleEventSourceFactory()
              .create(new SourceContext(COUNTING, Settings.of(Map.of("path", folder))));
      return new ChronicleDemoStream(stream, source, source.shards());
    } catch (SourceException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  @Override
  public int shards() {
    return shards.size();
  }

  @Override
  public int shardOf(String key) {
    return KeyHash.shardOf(key.getBytes(StandardCharsets.UTF_8), shards.size());
  }

  @Override
  public String shardId(int shard) {
    return shards.get(shard).id();
  }

  @Override
  public long count(int shard) throws IOException {
    try (ShardReader reader = source.open(shards.get(shard), new ReadFrom.TrimHorizon())) {
      long count = 0;
      Fetch fetch;
      do {
        fetch = reader.fetch(MOST_RECORDS, MOST_BYTES);
        count += fetch.records().size();
      } while (fetch.progress() == Fetch.Progress.MORE);
      return count;
    } catch (SourceException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  @Override
  public void append(String key, byte[] data) throws IOException {
    try {
      stream.append(key, data);
    } catch (SourceException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    source.close();
    stream.close();
  }
}
