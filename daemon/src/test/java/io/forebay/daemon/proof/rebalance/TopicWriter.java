/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.proof.rebalance;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes to the partitions it is told to. */
final class TopicWriter {

  private final Map<String, Object> settings;

  /** With these settings of a Kafka client. */
  TopicWriter(Map<String, String> client) {
    // One request at a time: a broker that does not lead a new partition yet may refuse the first
    // of several and take the second, and after that it refuses the first for ever.
    settings = new HashMap<>(Map.of("max.in.flight.requests.per.connection", "1"));
    settings.putAll(client);
  }

  /**
   * Appends numbered records to these partitions in turn.
   *
   * @return what they hold, once all are stored
   */
  List<String> append(String topic, int partitions, int from, int count) throws Exception {
    List<String> data = new ArrayList<>();
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int i = from; i < from + count; i++) {
        String text = "record " + i;
        data.add(text);
        sent.add(
            producer.send(new ProducerRecord<>(topic, i % partitions, null, text.getBytes(UTF_8))));
      }
      for (Future<RecordMetadata> one : sent) {
        one.get();
      }
    }
    return data;
  }
}
