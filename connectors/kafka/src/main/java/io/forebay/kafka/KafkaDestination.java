/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.kafka;

import io.forebay.handler.Header;
import io.forebay.handler.SourceRecord;
import io.forebay.kafka.client.ClientFaults;
import io.forebay.source.FailedBatch;
import io.forebay.source.FailureDestination;
import io.forebay.source.SourceException;
import io.forebay.source.SourceException.Kind;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Sends each record that is given up as a message of its own: key, value, headers and timestamp as
 * they were (a tombstone stays one), and after the record's headers ours, which say why.
 *
 * <p>{@link #send} returns when all replicas that must have them have them.
 */
public final class KafkaDestination implements FailureDestination {

  private final String name;
  private final String topic;
  private final Producer<byte[], byte[]> producer;
  private final @Nullable ClientFaults faults;

  KafkaDestination(
      String name, String topic, Producer<byte[], byte[]> producer, ClientFaults faults) {
    this.name = name;
    this.topic = topic;
    this.producer = producer;
    this.faults = faults;
  }

  private KafkaDestination(String topic, Producer<byte[], byte[]> producer) {
    this.name = "kafka:" + topic;
    this.topic = topic;
    this.producer = producer;
    this.faults = null;
  }

  /**
   * A destination that sends with an application's own producer.
   *
   * @param topic the topic for records that are given up
   * @param producer should be made with {@code acks=all} and idempotence; stays the application's,
   *     which closes it after the engine
   */
  public static FailureDestination with(String topic, Producer<byte[], byte[]> producer) {
    return new KafkaDestination(topic, producer);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void send(FailedBatch batch) throws SourceException {
    if (batch.source().equals(name)) {
      throw new SourceException(
          Kind.MISCONFIGURED,
          "the topic for failed records is the one they are read from, "
              + name
              + ": they would fail again without end; set onFailure to another topic");
    }
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    try {
      for (SourceRecord record : batch.records()) {
        sent.add(producer.send(message(batch, record)));
      }
      for (Future<RecordMetadata> one : sent) {
        one.get();
      }
    } catch (ExecutionException | KafkaException e) {
      throw fault(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SourceException(Kind.UNAVAILABLE, "interrupted before all was stored", e);
    }
  }

  @Override
  public void close() {
    if (faults != null) {
      producer.close(Duration.ofSeconds(3));
    }
  }

  private SourceException fault(Exception e) {
    if (faults != null) {
      return faults.of(e);
    }
    return new SourceException(
        Kind.UNAVAILABLE, "failed records can't be written to topic '" + topic + "': " + e, e);
  }

  private ProducerRecord<byte[], byte[]> message(FailedBatch batch, SourceRecord record) {
    boolean tombstone =
        record.unwrap(ConsumerRecord.class).map(original -> original.value() == null).orElse(false);
    long timestamp = record.timestamp();
    return new ProducerRecord<>(
        topic,
        null,
        timestamp < 0 ? null : timestamp,
        record.hasKey() ? bytes(record.key()) : null,
        tombstone ? null : bytes(record.data()),
        headers(batch, record));
  }

  private static Headers headers(FailedBatch batch, SourceRecord record) {
    Headers headers = new RecordHeaders();
    for (Header one : record.headers()) {
      headers.add(one.name(), bytes(one.value()));
    }
    add(headers, "mapping", batch.mapping());
    add(headers, "handler", batch.handler());
    add(headers, "source", batch.source());
    add(headers, "shard", batch.shard());
    add(headers, "position", record.position());
    add(headers, "condition", batch.condition().word());
    add(headers, "invocation-id", batch.invocationId());
    add(headers, "invoke-count", Integer.toString(batch.approximateInvokeCount()));
    add(headers, "discarded-at", batch.discardedAt().toString());
    batch
        .functionError()
        .ifPresent(
            error -> {
              add(headers, "error-type", error.type());
              add(headers, "error-message", error.message());
            });
    return headers;
  }

  private static void add(Headers headers, String name, String value) {
    headers.add("forebay." + name, value.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] bytes(ByteBuffer view) {
    byte[] bytes = new byte[view.remaining()];
    view.get(bytes);
    return bytes;
  }
}
