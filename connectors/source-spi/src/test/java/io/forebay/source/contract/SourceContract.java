/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.source.contract;

import static io.forebay.source.contract.Reading.HORIZON;
import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.handler.Header;
import io.forebay.handler.SourceRecord;
import io.forebay.source.EventSource;
import io.forebay.source.Fetch;
import io.forebay.source.ReadFrom;
import io.forebay.source.Shard;
import io.forebay.source.ShardReader;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What every source with positions must do. A connector's test class implements it. */
public interface SourceContract {

  /** A new, empty source with this many shards. */
  SourceUnderTest create(int shards) throws Exception;

  @Test
  default void shouldKeepOrderAndKeysWithinShards() throws Exception {
    try (SourceUnderTest under = create(3);
        EventSource source = under.connect("m")) {
      for (int i = 0; i < 300; i++) {
        under.append(Entry.of("key-" + i % 17, String.valueOf(i)));
      }
      Map<String, Shard> shardOfKey = new HashMap<>();
      int count = 0;
      for (Map.Entry<Shard, List<SourceRecord>> shard : Reading.all(source).entrySet()) {
        Map<String, Integer> lastOfKey = new HashMap<>();
        for (SourceRecord one : shard.getValue()) {
          count++;
          int number = Integer.parseInt(one.dataText());
          assertThat(number).isGreaterThan(lastOfKey.getOrDefault(one.keyText(), -1));
          lastOfKey.put(one.keyText(), number);
          Shard before = shardOfKey.putIfAbsent(one.keyText(), shard.getKey());
          assertThat(before == null || before.equals(shard.getKey())).isTrue();
        }
      }
      assertThat(count).isEqualTo(300);
      assertThat(source.shards()).hasSize(3).doesNotHaveDuplicates();
    }
  }

  @Test
  default void shouldResumeAfterEachPosition() throws Exception {
    try (SourceUnderTest under = create(1)) {
      append(under, 0, 60);
      List<String> positions;
      try (EventSource source = under.connect("m")) {
        positions = Reading.positions(Reading.all(source, only(source), HORIZON));
      }
      assertThat(positions).hasSize(60).doesNotHaveDuplicates();
      for (int i = 0; i < 60; i++) {
        ReadFrom after = new ReadFrom.After(positions.get(i));
        try (EventSource source = under.connect("m");
            ShardReader reader = source.open(only(source), after)) {
          assertThat(reader.exact()).isTrue();
          assertThat(Reading.positions(Reading.rest(reader)))
              .isEqualTo(positions.subList(i + 1, 60));
        }
      }
    }
  }

  @Test
  default void shouldReadTheSameAgainAfterWhereItStarted() throws Exception {
    try (SourceUnderTest under = create(1);
        EventSource source = under.connect("m")) {
      append(under, 0, 20);
      long now = System.currentTimeMillis();
      String tenth = Reading.positions(Reading.all(source, only(source), HORIZON)).get(9);
      for (ReadFrom from :
          List.of(
              HORIZON,
              new ReadFrom.Latest(),
              new ReadFrom.AtTimestamp(Instant.ofEpochMilli(now - 60_000)),
              new ReadFrom.AtTimestamp(Instant.ofEpochMilli(now + 60_000)),
              new ReadFrom.After(tenth))) {
        String startedAfter;
        List<String> read;
        try (ShardReader reader = source.open(only(source), from)) {
          startedAfter = reader.startedAfter();
          append(under, 100, 105);
          read = Reading.positions(Reading.rest(reader));
        }
        assertThat(read).hasSizeGreaterThanOrEqualTo(5);
        try (ShardReader again = source.open(only(source), new ReadFrom.After(startedAfter))) {
          assertThat(again.exact()).isTrue();
          assertThat(Reading.positions(Reading.rest(again)))
              .startsWith(read.toArray(new String[0]));
        }
      }
    }
  }

  @Test
  default void shouldStartAtTheEndWithLatestAndLoseNothingWhenReopened() throws Exception {
    try (SourceUnderTest under = create(1)) {
      append(under, 0, 5);
      String startedAfter;
      try (EventSource source = under.connect("m");
          ShardReader reader = source.open(only(source), new ReadFrom.Latest())) {
        startedAfter = reader.startedAfter();
        assertThat(Reading.rest(reader)).isEmpty();
      }
      append(under, 5, 8);
      try (EventSource source = under.connect("m")) {
        ReadFrom after = new ReadFrom.After(startedAfter);
        assertThat(Reading.texts(Reading.all(source, only(source), after)))
            .containsExactly("5", "6", "7");
      }
    }
  }

  @Test
  default void shouldStartInAnEmptyShardAndLoseNothingWhenReopened() throws Exception {
    for (ReadFrom from : List.of(HORIZON, new ReadFrom.Latest())) {
      try (SourceUnderTest under = create(1)) {
        String startedAfter;
        try (EventSource source = under.connect("m");
            ShardReader reader = source.open(only(source), from)) {
          startedAfter = reader.startedAfter();
          assertThat(reader.fetch(10, 1_000).progress()).isEqualTo(Fetch.Progress.CAUGHT_UP);
        }
        append(under, 0, 3);
        try (EventSource source = under.connect("m");
            ShardReader again = source.open(only(source), new ReadFrom.After(startedAfter))) {
          assertThat(again.exact()).isTrue();
          assertThat(Reading.texts(Reading.rest(again))).containsExactly("0", "1", "2");
        }
      }
    }
  }

  @Test
  default void shouldStartAtATimestamp() throws Exception {
    try (SourceUnderTest under = create(1);
        EventSource source = under.connect("m")) {
      if (under.keepsTimestamps()) {
        long first = System.currentTimeMillis() - 10_000;
        for (int i = 0; i < 100; i++) {
          under.append(Entry.of("k", String.valueOf(i)).at(first + i / 2 * 10));
        }
        for (int ms : new int[] {-5, 0, 5, 10, 250, 251, 490}) {
          List<String> read =
              Reading.texts(
                  Reading.all(
                      source,
                      only(source),
                      new ReadFrom.AtTimestamp(Instant.ofEpochMilli(first + ms))));
          assertThat(read.get(0)).isEqualTo(String.valueOf(Math.max(0, (ms + 9) / 10 * 2)));
          assertThat(read.get(read.size() - 1)).isEqualTo("99");
        }
      }
    }
  }

  @Test
  default void shouldKeepToMaxRecordsAndMaxBytes() throws Exception {
    try (SourceUnderTest under = create(1);
        EventSource source = under.connect("m")) {
      for (int size : new int[] {100, 100, 100, 5_000, 100}) {
        under.append(Entry.of("k", "x".repeat(size)));
      }
      try (ShardReader reader = source.open(only(source), HORIZON)) {
        Fetch one = reader.fetch(1, Long.MAX_VALUE);
        assertThat(one.records()).hasSize(1);
        assertThat(one.progress()).isEqualTo(Fetch.Progress.MORE);
        assertThat(one.bytes()).isEqualTo(one.records().get(0).size()).isEqualTo(101);
        Fetch two = reader.fetch(10, 1_000);
        assertThat(two.records()).hasSize(2);
        assertThat(two.progress()).isEqualTo(Fetch.Progress.MORE);
        Fetch large = reader.fetch(10, 1_000);
        assertThat(large.records()).hasSize(1);
        assertThat(large.records().get(0).dataSize()).isEqualTo(5_000);
        Fetch last = reader.fetch(10, 1_000);
        assertThat(last.records()).hasSize(1);
        assertThat(last.progress()).isEqualTo(Fetch.Progress.CAUGHT_UP);
      }
    }
  }

  @Test
  default void shouldTellNoKeyFromAnEmptyKey() throws Exception {
    try (SourceUnderTest under = create(1);
        EventSource source = under.connect("m")) {
      ByteBuffer data = ByteBuffer.wrap(new byte[] {1});
      under.append(new Entry(Optional.empty(), data, List.of(), 1_000));
      under.append(new Entry(Optional.of(""), data, List.of(), 1_000));
      under.append(new Entry(Optional.of("schlüssel"), data, List.of(), 1_000));
      List<SourceRecord> read = Reading.all(source, only(source), HORIZON);
      assertThat(read).extracting(SourceRecord::hasKey).containsExactly(false, true, true);
      assertThat(read).extracting(SourceRecord::keyText).containsExactly("", "", "schlüssel");
      assertThat(read.get(0).key().remaining()).isZero();
    }
  }

  @Test
  default void shouldKeepHeadersInOrderAndRepeated() throws Exception {
    try (SourceUnderTest under = create(1);
        EventSource source = under.connect("m")) {
      byte[] random = new byte[300];
      new Random(7).nextBytes(random);
      List<Header> headers =
          List.of(
              Header.of("b", "1"),
              Header.of("a", ""),
              new Header("b", ByteBuffer.wrap(random)),
              Header.of("größe", "2"));
      under.append(
          new Entry(Optional.of("k"), ByteBuffer.wrap(random), headers, 1_234_567_890_123L));
      SourceRecord read = Reading.all(source, only(source), HORIZON).get(0);
      assertThat(read.headers()).isEqualTo(headers);
      assertThat(read.data()).isEqualTo(ByteBuffer.wrap(random));
      assertThat(read.size()).isGreaterThanOrEqualTo(301);
      if (under.keepsTimestamps()) {
        assertThat(read.timestamp()).isEqualTo(1_234_567_890_123L);
      }
    }
  }

  @Test
  default void shouldKeepDataOfAllSizesByteForByte() throws Exception {
    try (SourceUnderTest under = create(1);
        EventSource source = under.connect("m")) {
      Random random = new Random(42);
      List<ByteBuffer> sent = new ArrayList<>();
      for (int size : new int[] {0, 1, 2, 3, 4, 5, 255, 4_096, 65_537, 1 << 20, 0, 7}) {
        byte[] data = new byte[size];
        random.nextBytes(data);
        sent.add(ByteBuffer.wrap(data));
        under.append(new Entry(Optional.of("k"), ByteBuffer.wrap(data), List.of(), 1_000));
      }
      List<SourceRecord> read = Reading.all(source, only(source), HORIZON);
      assertThat(read.stream().map(SourceRecord::data).toList()).isEqualTo(sent);
      assertThat(read).allSatisfy(r -> assertThat(r.dataSize()).isEqualTo(r.data().remaining()));
    }
  }

  @Test
  default void shouldGiveReadOnlyViewsThatDoNotDisturbEachOther() throws Exception {
    try (SourceUnderTest under = create(1);
        EventSource source = under.connect("m")) {
      under.append(Entry.of("key", "data"));
      SourceRecord read = Reading.all(source, only(source), HORIZON).get(0);
      ByteBuffer view = read.data();
      assertThat(view.isReadOnly()).isTrue();
      assertThat(read.key().isReadOnly()).isTrue();
      view.get();
      assertThat(read.dataText()).isEqualTo("data");
      assertThat(read.keyText()).isEqualTo("key");
    }
  }

  @Test
  default void shouldGiveRecordsThatOutliveFetchAndReader() throws Exception {
    try (SourceUnderTest under = create(1)) {
      append(under, 0, 2_000);
      List<SourceRecord> read;
      List<Entry> atOnce = new ArrayList<>();
      try (EventSource source = under.connect("m");
          ShardReader reader = source.open(only(source), HORIZON)) {
        read = new ArrayList<>();
        Fetch fetch;
        do {
          fetch = reader.fetch(7, Long.MAX_VALUE);
          read.addAll(fetch.records());
          atOnce.addAll(Reading.entries(fetch.records()));
        } while (fetch.progress() == Fetch.Progress.MORE);
      }
      append(under, 0, 2_000);
      assertThat(read).hasSize(2_000);
      assertThat(Reading.entries(read)).isEqualTo(atOnce);
    }
  }

  @Test
  default void shouldReadTheSameTwice() throws Exception {
    try (SourceUnderTest under = create(2)) {
      for (int i = 0; i < 500; i++) {
        under.append(Entry.of("k" + i % 50, "v" + i));
      }
      try (EventSource one = under.connect("m");
          EventSource two = under.connect("n")) {
        for (Shard shard : one.shards()) {
          List<SourceRecord> first = Reading.all(one, shard, HORIZON);
          List<SourceRecord> second = Reading.all(two, shard, HORIZON);
          assertThat(Reading.positions(first)).isEqualTo(Reading.positions(second));
          assertThat(Reading.entries(first)).isEqualTo(Reading.entries(second));
        }
      }
    }
  }

  @Test
  default void shouldReadWhatIsAppendedMeanwhile() throws Exception {
    try (SourceUnderTest under = create(1);
        EventSource source = under.connect("m");
        ShardReader reader = source.open(only(source), HORIZON)) {
      for (int i = 0; i < 50; i++) {
        append(under, i, i + 1);
        assertThat(Reading.texts(Reading.rest(reader))).containsExactly(String.valueOf(i));
      }
    }
  }

  @Test
  default void shouldNotWaitWhenThereIsNothing() throws Exception {
    try (SourceUnderTest under = create(1);
        EventSource source = under.connect("m");
        ShardReader reader = source.open(only(source), HORIZON)) {
      append(under, 0, 1);
      assertThat(Reading.rest(reader)).hasSize(1);
      long start = System.nanoTime();
      for (int i = 0; i < 10; i++) {
        Fetch fetch = reader.fetch(100, 1_000);
        assertThat(fetch.records()).isEmpty();
        assertThat(fetch.bytes()).isZero();
        assertThat(fetch.progress()).isEqualTo(Fetch.Progress.CAUGHT_UP);
      }
      assertThat(Duration.ofNanos(System.nanoTime() - start).dividedBy(10))
          .isLessThan(under.idleFetch());
    }
  }

  @Test
  default void shouldCloseTwice() throws Exception {
    try (SourceUnderTest under = create(1)) {
      append(under, 0, 1);
      EventSource source = under.connect("m");
      ShardReader reader = source.open(only(source), HORIZON);
      assertThat(Reading.rest(reader)).hasSize(1);
      reader.close();
      reader.close();
      source.forget();
      source.forget();
      source.close();
      source.close();
    }
  }

  private static void append(SourceUnderTest under, int from, int to) throws Exception {
    for (int i = from; i < to; i++) {
      under.append(Entry.of("k", String.valueOf(i)));
    }
  }

  private static Shard only(EventSource source) throws Exception {
    return source.shards().get(0);
  }
}
