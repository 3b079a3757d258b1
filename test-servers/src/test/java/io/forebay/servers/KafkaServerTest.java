/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("servers")
class KafkaServerTest {

  @Test
  void shouldKeepRecordsWhenStoppedOrKilled() throws Exception {
    try (KafkaServer server = KafkaServer.start()) {
      String address = server.bootstrapServers();
      String topic = server.newTopic("orders", 2);
      produce(server.clientProperties(Listener.PLAINTEXT), topic, "before the stop");
      server.stop();
      server.startAgain();
      produce(server.clientProperties(Listener.PLAINTEXT), topic, "before the kill");
      server.kill();
      server.startAgain();

      assertThat(server.bootstrapServers()).isEqualTo(address);
      assertThat(consume(server.clientProperties(Listener.PLAINTEXT), topic, 2))
          .containsExactly("before the stop", "before the kill");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"})
  void shouldLetInWhoKnowsThePassword(String mechanism) throws Exception {
    // one broker for all of them: TLS and users only add listeners
    KafkaServer server = Guarded.SERVER.get();
    String topic = server.newTopic("guarded", 1);
    Map<String, String> ann = server.clientProperties(Listener.SASL_TLS, mechanism, "ann", "right");
    produce(ann, topic, "hello");
    assertThat(consume(ann, topic, 1)).containsExactly("hello");

    Map<String, String> guess =
        server.clientProperties(Listener.SASL_PLAINTEXT, mechanism, "ann", "wrong");
    assertThatThrownBy(() -> topics(guess)).cause().isInstanceOf(SaslAuthenticationException.class);
  }

  private static final class Guarded {
    static final Shared<KafkaServer> SERVER =
        new Shared<>(
            () ->
                KafkaServer.builder()
                    .listeners(
                        Listener.TLS,
                        Listener.MUTUAL_TLS,
                        Listener.SASL_PLAINTEXT,
                        Listener.SASL_TLS)
                    .user("ann", "right")
                    .start(),
            KafkaServer::close);
  }

  private static void topics(Map<String, String> client) throws Exception {
    try (Admin admin = Admin.create(Map.copyOf(client))) {
      admin.listTopics().names().get(60, TimeUnit.SECONDS);
    }
  }

  private static void produce(Map<String, String> client, String topic, String value)
      throws ExecutionException, InterruptedException {
    try (var producer =
        new KafkaProducer<>(Map.copyOf(client), new StringSerializer(), new StringSerializer())) {
      producer.send(new ProducerRecord<>(topic, 0, null, value)).get();
    }
  }

  private static List<String> consume(Map<String, String> client, String topic, int count) {
    Map<String, Object> reader = new TreeMap<>(client);
    reader.put("auto.offset.reset", "earliest");
    List<String> values = new ArrayList<>();
    try (var consumer =
        new KafkaConsumer<>(reader, new StringDeserializer(), new StringDeserializer())) {
      consumer.assign(List.of(new TopicPartition(topic, 0)));
      while (values.size() < count) {
        for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofSeconds(1))) {
          values.add(record.value());
        }
      }
    }
    return values;
  }
}
