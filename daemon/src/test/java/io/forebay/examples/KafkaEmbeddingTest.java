/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.daemon.proof.Until;
import io.forebay.servers.KafkaServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An application with a Kafka producer and a consumer of its own, and an engine beside them. */
@Tag("servers")
@Timeout(180)
class KafkaEmbeddingTest {

  private static final List<String> TOPICS = List.of("orders", "orders-failed");

  private final String servers = KafkaServer.shared().bootstrapServers();
  private final Map<String, Object> client = Map.of("bootstrap.servers", servers);
  private final Admin admin = Admin.create(client);

  /** What the engine's handler was given: the application's own state. */
  private final ConcurrentLinkedQueue<String> taken = new ConcurrentLinkedQueue<>();

  @BeforeEach
  void makeTopics() throws Exception {
    admin
        .createTopics(TOPICS.stream().map(name -> new NewTopic(name, 2, (short) 1)).toList())
        .all()
        .get();
  }

  @AfterEach
  void deleteTopics() throws Exception {
    admin.deleteTopics(TOPICS).all().get();
    admin.close();
  }

  @Test
  @SuppressWarnings("try") // nothing is asked of it but to be there
  void shouldHandleWhatTheApplicationSendsBesideItsOwnConsumer() throws Exception {
    try (KafkaProducer<byte[], byte[]> producer =
            new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer());
        KafkaConsumer<byte[], byte[]> own = consumer("billing")) {
      own.subscribe(List.of("orders"));
      send(producer, "ada", "3 turbines");
      try (var intake = new KafkaEmbedding.OrderIntake(servers, producer, this::accept)) {
        Until.holds("it is taken", () -> taken.contains("ada: 3 turbines"));
        send(producer, "ben", "no number");
        assertThat(read("orders-failed", 1))
            .containsExactly("ben: no number, RetryAttemptsExhausted");
        send(producer, "ada", "1 penstock");
        Until.holds("the next is taken", () -> taken.contains("ada: 1 penstock"));
      }
      assertThat(poll(own, 3))
          .containsExactlyInAnyOrder("ada: 3 turbines", "ben: no number", "ada: 1 penstock");

      send(producer, "cia", "2 sluices");
      try (var again = new KafkaEmbedding.OrderIntake(servers, producer, this::accept)) {
        Until.holds("it goes on", () -> taken.contains("cia: 2 sluices"));
      }
    }
    assertThat(taken)
        .as("nothing twice, though there is no store but the group's offsets")
        .containsExactlyInAnyOrder("ada: 3 turbines", "ada: 1 penstock", "cia: 2 sluices");
  }

  private void accept(String customer, String order) {
    if (!Character.isDigit(order.charAt(0))) {
      throw new IllegalArgumentException("how many? " + order);
    }
    taken.add(customer + ": " + order);
  }

  private static void send(KafkaProducer<byte[], byte[]> producer, String key, String data)
      throws Exception {
    producer.send(new ProducerRecord<>("orders", key.getBytes(UTF_8), data.getBytes(UTF_8))).get();
  }

  private KafkaConsumer<byte[], byte[]> consumer(String group) {
    Map<String, Object> settings =
        Map.of("bootstrap.servers", servers, "group.id", group, "auto.offset.reset", "earliest");
    return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private List<String> read(String topic, int count) throws Exception {
    try (KafkaConsumer<byte[], byte[]> consumer = consumer(topic + "-reader")) {
      consumer.subscribe(List.of(topic));
      return poll(consumer, count);
    }
  }

  private static List<String> poll(KafkaConsumer<byte[], byte[]> consumer, int count)
      throws Exception {
    List<String> all = new ArrayList<>();
    Until.holds(
        count + " records",
        () -> {
          consumer.poll(Duration.ofMillis(50)).forEach(one -> all.add(text(one)));
          return all.size() >= count;
        });
    return all;
  }

  private static String text(ConsumerRecord<byte[], byte[]> one) {
    String text = new String(one.key(), UTF_8) + ": " + new String(one.value(), UTF_8);
    var why = one.headers().lastHeader("forebay.condition");
    return why == null ? text : text + ", " + new String(why.value(), UTF_8);
  }
}
