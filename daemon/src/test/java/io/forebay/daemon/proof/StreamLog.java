/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.proof;

import io.forebay.checkpoint.Checkpoint;
import io.forebay.chronicle.ChronicleEventSourceFactory;
import io.forebay.handler.SourceRecord;
import io.forebay.source.EventSource;
import io.forebay.source.Fetch;
import io.forebay.source.ReadFrom;
import io.forebay.source.Settings;
import io.forebay.source.Shard;
import io.forebay.source.ShardReader;
import io.forebay.source.SourceContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A Chronicle stream as a reader of our own sees it. */
public final class StreamLog implements RecordLog, AutoCloseable {

  private final EventSource source;
  private final Map<String, ShardReader> readers = new TreeMap<>();
  private final Map<String, List<String>> positions = new TreeMap<>();
  private final Map<String, Map<String, Integer>> places = new TreeMap<>();

  public StreamLog(Path folder) throws Exception {
    Settings settings = Settings.of(Map.of("path", folder));
    source = new ChronicleEventSourceFactory().create(new SourceContext("observer", settings));
    for (Shard shard : source.shards()) {
      readers.put(shard.id(), source.open(shard, new ReadFrom.TrimHorizon()));
      positions.put(shard.id(), new ArrayList<>());
      places.put(shard.id(), new HashMap<>());
    }
  }

  @Override
  public void readOn() throws Exception {
    for (Map.Entry<String, ShardReader> entry : readers.entrySet()) {
      List<String> order = positions.get(entry.getKey());
      Fetch fetch = entry.getValue().fetch(10_000, 1 << 30);
      while (!fetch.records().isEmpty()) {
        for (SourceRecord rec : fetch.records()) {
          places.get(entry.getKey()).put(rec.position(), order.size());
          order.add(rec.position());
        }
        fetch = entry.getValue().fetch(10_000, 1 << 30);
      }
    }
  }

  @Override
  public Iterable<String> shards() {
    return readers.keySet();
  }

  @Override
  public int size() {
    return positions.values().stream().mapToInt(List::size).sum();
  }

  String position(String shard, int place) {
    return positions.get(shard).get(place);
  }

  @Override
  public int place(String shard, String position) {
    Integer place = places.get(shard).get(position);
    if (place == null) {
      throw new AssertionError("nobody appended " + shard + "/" + position);
    }
    return place;
  }

  @Override
  public BitSet settled(Checkpoint checkpoint) {
    String shard = checkpoint.shard().shard();
    BitSet settled = new BitSet();
    // reading began at the stream's first record: before any is reached, that place is stored
    boolean nothing = checkpoint.reached().startsWith("from-");
    int next = nothing ? 0 : place(shard, checkpoint.reached()) + 1;
    settled.set(0, next);
    checkpoint.settled().toBitSet().stream().forEach(ordinal -> settled.set(next + ordinal));
    return settled;
  }

  @Override
  public void close() {
    readers.values().forEach(ShardReader::close);
    source.close();
  }
}
