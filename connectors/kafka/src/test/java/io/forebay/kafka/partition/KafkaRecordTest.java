/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.kafka.partition;

import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.handler.Header;
import io.forebay.handler.SourceRecord;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class KafkaRecordTest {

  @Test
  void shouldTellATombstoneFromEmptyDataOnlyByTheOriginal() {
    SourceRecord tombstone = record(bytes("k"), null, TimestampType.CREATE_TIME, 5);
    assertThat(tombstone.data().remaining()).isZero();
    assertThat(tombstone.dataSize()).isZero();
    assertThat(tombstone.unwrap(ConsumerRecord.class).orElseThrow().value()).isNull();
    SourceRecord empty = record(bytes("k"), bytes(""), TimestampType.CREATE_TIME, 5);
    assertThat(empty.unwrap(ConsumerRecord.class).orElseThrow().value()).isNotNull();
    assertThat(empty.unwrap(String.class)).isEmpty();
    assertThat(empty.timestamp()).isEqualTo(5);
  }

  @Test
  void shouldStampRecordsThatHaveNoTimestamp() {
    long before = System.currentTimeMillis();
    SourceRecord old = record(null, bytes("x"), TimestampType.NO_TIMESTAMP_TYPE, -1);
    assertThat(old.timestamp()).isBetween(before, System.currentTimeMillis());
  }

  @Test
  void shouldCountKeyDataAndHeaders() {
    RecordHeaders headers = new RecordHeaders();
    headers.add("größe", bytes("123"));
    headers.add("null", null);
    SourceRecord record =
        KafkaRecord.of(
            new ConsumerRecord<>(
                "t",
                3,
                7,
                1,
                TimestampType.LOG_APPEND_TIME,
                2,
                4,
                bytes("kk"),
                bytes("dddd"),
                headers,
                Optional.empty()));
    assertThat(record.size()).isEqualTo(2 + 4 + 7 + 3 + 4);
    assertThat(record.headers()).containsExactly(Header.of("größe", "123"), Header.of("null", ""));
    assertThat(record.position()).isEqualTo("7");
    assertThat(record).hasToString("record 7 of t-3");
  }

  private static SourceRecord record(byte[] key, byte[] value, TimestampType type, long timestamp) {
    return KafkaRecord.of(
        new ConsumerRecord<>(
            "t",
            0,
            0,
            timestamp,
            type,
            key == null ? -1 : key.length,
            value == null ? -1 : value.length,
            key,
            value,
            new RecordHeaders(),
            Optional.empty()));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
