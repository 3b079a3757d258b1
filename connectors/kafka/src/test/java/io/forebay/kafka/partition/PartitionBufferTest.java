/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.kafka.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.forebay.handler.SourceRecord;
import io.forebay.source.Fetch;
import io.forebay.source.SourceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class PartitionBufferTest {

  private final AtomicInteger roomRings = new AtomicInteger();
  private final PartitionBuffer buffer =
      new PartitionBuffer(0, new BufferLimits(10, 1_000), roomRings::incrementAndGet);
  private long next;

  @Test
  void shouldHandOverRunsInOrderWithinBothBounds() throws Exception {
    add(100, 100, 100);
    add(500);
    add(5_000, 1);
    assertThat(offsets(buffer.fetch(1, Long.MAX_VALUE))).containsExactly(0L);
    assertThat(offsets(buffer.fetch(10, 250))).containsExactly(1L, 2L);
    Fetch exact = buffer.fetch(10, 500);
    assertThat(offsets(exact)).containsExactly(3L);
    assertThat(exact.bytes()).isEqualTo(500);
    assertThat(exact.progress()).isEqualTo(Fetch.Progress.MORE);
    Fetch large = buffer.fetch(10, 1_000);
    assertThat(offsets(large)).containsExactly(4L);
    Fetch last = buffer.fetch(10, 1_000);
    assertThat(offsets(last)).containsExactly(5L);
    assertThat(last.progress()).isEqualTo(Fetch.Progress.CAUGHT_UP);
    assertThat(buffer.fetch(10, 1_000).records()).isEmpty();
  }

  @Test
  void shouldJoinSmallRuns() throws Exception {
    for (int i = 0; i < 8; i++) {
      add(10);
    }
    Fetch five = buffer.fetch(5, 1_000);
    assertThat(offsets(five)).containsExactly(0L, 1L, 2L, 3L, 4L);
    assertThat(five.bytes()).isEqualTo(50);
    assertThat(offsets(buffer.fetch(5, 25))).containsExactly(5L, 6L);
    assertThat(offsets(buffer.fetch(5, 25))).containsExactly(7L);
  }

  @Test
  void shouldGiveAllThereIsWhateverTheBounds() throws Exception {
    Random random = new Random(42);
    List<Long> came = new ArrayList<>();
    long bytes = 0;
    long given = 0;
    for (int round = 0; round < 500; round++) {
      int[] sizes = random.ints(1 + random.nextInt(6), 0, 60).toArray();
      for (int one : sizes) {
        given += one;
      }
      add(sizes);
      while (random.nextInt(3) > 0) {
        int most = 1 + random.nextInt(9);
        long mostBytes = 1 + random.nextInt(150);
        Fetch fetch = buffer.fetch(most, mostBytes);
        assertThat(fetch.records()).hasSizeLessThanOrEqualTo(most);
        assertThat(fetch.bytes()).isEqualTo(sum(fetch));
        assertThat(fetch.records().size() == 1 || fetch.bytes() <= mostBytes).isTrue();
        bytes += fetch.bytes();
        came.addAll(offsets(fetch));
      }
    }
    Fetch rest = buffer.fetch(Integer.MAX_VALUE, Long.MAX_VALUE);
    came.addAll(offsets(rest));
    assertThat(bytes + rest.bytes()).isEqualTo(given);
    assertThat(came).hasSize((int) next).isSorted().doesNotHaveDuplicates();
    assertThat(buffer.mayHaveRecords()).isFalse();
  }

  @Test
  void shouldRingWhenThereIsRoomAgain() throws Exception {
    add(1, 1, 1, 1, 1, 1, 1, 1, 1, 1);
    assertThat(buffer.full()).isTrue();
    buffer.fetch(4, 1_000);
    assertThat(buffer.full()).isFalse();
    assertThat(buffer.roomy()).isFalse();
    assertThat(roomRings).hasValue(0);
    buffer.fetch(2, 1_000);
    assertThat(buffer.roomy()).isTrue();
    assertThat(roomRings).hasValue(1);
    buffer.fetch(4, 1_000);
    assertThat(roomRings).hasValue(1);
    add(999);
    assertThat(buffer.full()).isFalse();
    add(1);
    assertThat(buffer.full()).isTrue();
  }

  @Test
  void shouldWakeTheReaderAndTellFaultsAfterTheRecords() throws Exception {
    AtomicInteger rings = new AtomicInteger();
    buffer.wakeBy(rings::incrementAndGet);
    add(1, 1);
    assertThat(rings).hasValue(1);
    SourceException fault = new SourceException(SourceException.Kind.CORRUPT, "gone");
    buffer.fail(fault);
    assertThat(rings).hasValue(2);
    assertThat(buffer.fetch(10, 1_000).records()).hasSize(2);
    assertThat(buffer.mayHaveRecords()).isTrue();
    assertThat(catchThrowable(() -> buffer.fetch(10, 1_000))).isSameAs(fault);
  }

  @Test
  void shouldGiveNothingOnceClosed() throws Exception {
    add(1, 1);
    buffer.fetch(1, 1_000);
    buffer.close();
    assertThat(buffer.mayHaveRecords()).isFalse();
    assertThat(buffer.fetch(10, 1_000)).isEqualTo(Fetch.nothing());
  }

  @Test
  void shouldTellTheLag() throws Exception {
    assertThat(buffer.lag()).isEqualTo(-1);
    add(1, 1, 1);
    buffer.polledTo(3);
    buffer.endOfLog(10);
    assertThat(buffer.lag()).isEqualTo(10);
    buffer.fetch(2, 1_000);
    assertThat(buffer.lag()).isEqualTo(8);
    buffer.polledTo(12); // read on since the end was looked at
    assertThat(buffer.lag()).isEqualTo(1);
  }

  @Test
  void shouldLoseNothingBetweenTwoThreads() throws Exception {
    CompletableFuture<Void> filling =
        CompletableFuture.runAsync(
            () -> {
              for (int i = 0; i < 20_000; i++) {
                while (buffer.full()) {
                  Thread.onSpinWait();
                }
                add(1, 1, 1);
              }
            });
    long expected = 0;
    while (expected < 60_000) {
      for (long one : offsets(buffer.fetch(4, 1_000))) {
        assertThat(one).isEqualTo(expected++);
      }
    }
    filling.join();
    assertThat(buffer.fetch(4, 1_000).records()).isEmpty();
    assertThat(buffer.full()).isFalse();
  }

  private void add(int... sizes) {
    SourceRecord[] records = new SourceRecord[sizes.length];
    long[] ends = new long[sizes.length];
    long bytes = 0;
    for (int i = 0; i < sizes.length; i++) {
      records[i] =
          KafkaRecord.of(
              new ConsumerRecord<>(
                  "t",
                  0,
                  next++,
                  0,
                  TimestampType.CREATE_TIME,
                  -1,
                  sizes[i],
                  null,
                  new byte[sizes[i]],
                  new RecordHeaders(),
                  Optional.empty()));
      bytes += sizes[i];
      ends[i] = bytes;
    }
    buffer.add(records, ends);
  }

  private static List<Long> offsets(Fetch fetch) {
    return fetch.records().stream().map(one -> Long.parseLong(one.position())).toList();
  }

  private static long sum(Fetch fetch) {
    return fetch.records().stream().mapToLong(SourceRecord::dataSize).sum();
  }
}
