/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.servers;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** What these tests do with a broker, each with clients of its own. */
final class KafkaClients {
  private KafkaClients() {}

  /** Names the topics, or tells why the broker does not. */
  static Set<String> topics(Map<String, String> client) throws Throwable {
    try (Admin admin = Admin.create(Map.copyOf(client))) {
      return admin.listTopics().names().get(60, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw e.getCause();
    }
  }

  /** Appends to the first partition. */
  static void produce(Map<String, String> client, String topic, String value)
      throws ExecutionException, InterruptedException {
    try (var producer =
        new KafkaProducer<>(Map.copyOf(client), new StringSerializer(), new StringSerializer())) {
      producer.send(new ProducerRecord<>(topic, 0, null, value)).get();
    }
  }

  /** Reads a topic from its beginning as a member of a group until there are so many records. */
  static List<String> consume(Map<String, String> client, String topic, int count)
      throws TimeoutException {
    Map<String, Object> reader = new TreeMap<>(client);
    reader.putIfAbsent("group.id", topic);
    reader.put("auto.offset.reset", "earliest");
    List<String> values = new ArrayList<>();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    try (var consumer =
        new KafkaConsumer<>(reader, new StringDeserializer(), new StringDeserializer())) {
      consumer.subscribe(List.of(topic));
      while (values.size() < count) {
        for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofSeconds(1))) {
          values.add(record.value());
        }
        if (System.nanoTime() - end > 0) {
          throw new TimeoutException("only got " + values);
        }
      }
    }
    return values;
  }
}
