/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.source.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.handler.SourceRecord;
import io.forebay.source.EventSource;
import io.forebay.source.Fetch;
import io.forebay.source.ReadFrom;
import io.forebay.source.Shard;
import io.forebay.source.ShardReader;
import io.forebay.source.SourceException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads sources to their present end. */
final class Reading {

  static final ReadFrom HORIZON = new ReadFrom.TrimHorizon();

  private Reading() {}

  static List<SourceRecord> rest(ShardReader reader) throws SourceException {
    List<SourceRecord> all = new ArrayList<>();
    Fetch fetch;
    do {
      fetch = reader.fetch(1_000, Long.MAX_VALUE);
      all.addAll(fetch.records());
    } while (fetch.progress() == Fetch.Progress.MORE);
    assertThat(reader.fetch(10, Long.MAX_VALUE).records()).isEmpty();
    return all;
  }

  static List<SourceRecord> all(EventSource source, Shard shard, ReadFrom from)
      throws SourceException {
    try (ShardReader reader = source.open(shard, from)) {
      return rest(reader);
    }
  }

  static Map<Shard, List<SourceRecord>> all(EventSource source) throws SourceException {
    Map<Shard, List<SourceRecord>> found = new LinkedHashMap<>();
    for (Shard shard : source.shards()) {
      found.put(shard, all(source, shard, HORIZON));
    }
    return found;
  }

  static List<Entry> entries(List<SourceRecord> records) {
    return records.stream().map(Entry::of).toList();
  }

  static List<String> texts(List<SourceRecord> records) {
    return records.stream().map(SourceRecord::dataText).toList();
  }

  static List<String> positions(List<SourceRecord> records) {
    return records.stream().map(SourceRecord::position).toList();
  }
}
