/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.kafka.partition;

import io.forebay.handler.Header;
import io.forebay.handler.SourceRecord;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.record.TimestampType;

/**
 * A record of a partition: a view of the client's own {@link ConsumerRecord}, which {@link #unwrap}
 * gives. A tombstone (value null) has empty data.
 *
 * <p>Threads: any; immutable.
 */
public class KafkaRecord implements SourceRecord {

  private static final byte[] NOTHING = {};

  private final ConsumerRecord<byte[], byte[]> record;
  private final int size;

  private KafkaRecord(ConsumerRecord<byte[], byte[]> record) {
    this.record = record;
    this.size = sizeOf(record);
  }

  /** Over this record; one without a timestamp gets the time of now. */
  public static KafkaRecord of(ConsumerRecord<byte[], byte[]> record) {
    return record.timestampType() == TimestampType.NO_TIMESTAMP_TYPE
        ? new Untimed(record, System.currentTimeMillis())
        : new KafkaRecord(record);
  }

  @Override
  public ByteBuffer key() {
    return view(record.key());
  }

  @Override
  public boolean hasKey() {
    return record.key() != null;
  }

  @Override
  public ByteBuffer data() {
    return view(record.value());
  }

  @Override
  public int dataSize() {
    return Math.max(0, record.serializedValueSize());
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public String position() {
    return Long.toString(record.offset());
  }

  @Override
  public long timestamp() {
    return record.timestamp();
  }

  @Override
  public List<Header> headers() {
    List<Header> headers = new ArrayList<>();
    for (org.apache.kafka.common.header.Header one : record.headers()) {
      headers.add(new Header(one.key(), view(one.value())));
    }
    return List.copyOf(headers);
  }

  @Override
  public <T> Optional<T> unwrap(Class<T> type) {
    return type.isInstance(record)
        ? Optional.of(type.cast(record))
        : SourceRecord.super.unwrap(type);
  }

  @Override
  public String toString() {
    return "record " + record.offset() + " of " + record.topic() + "-" + record.partition();
  }

  private static ByteBuffer view(byte[] bytes) {
    return ByteBuffer.wrap(bytes == null ? NOTHING : bytes).asReadOnlyBuffer();
  }

  private static int sizeOf(ConsumerRecord<byte[], byte[]> record) {
    int size = Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
    for (org.apache.kafka.common.header.Header one : record.headers().toArray()) {
      byte[] value = one.value();
      size +=
          one.key().getBytes(StandardCharsets.UTF_8).length + (value == null ? 0 : value.length);
    }
    return size;
  }

  /** From before Kafka had timestamps. */
  private static final class Untimed extends KafkaRecord {

    private final long arrivedAt;

    Untimed(ConsumerRecord<byte[], byte[]> record, long arrivedAt) {
      super(record);
      this.arrivedAt = arrivedAt;
    }

    @Override
    public long timestamp() {
      return arrivedAt;
    }
  }
}
