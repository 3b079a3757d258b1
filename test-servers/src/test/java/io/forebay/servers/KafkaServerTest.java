/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.servers;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("servers")
final class KafkaServerTest {

  @Test
  void shouldKeepAddressAndRecordsWhenStoppedOrKilled() throws Exception {
    try (KafkaServer server = KafkaServer.start()) {
      Map<String, String> client = server.clientProperties(Listener.PLAINTEXT);
      String topic = server.newTopic("orders", 2);
      KafkaClients.produce(client, topic, "before the stop");
      server.stop();
      server.startAgain();
      KafkaClients.produce(client, topic, "before the kill");
      server.kill();
      server.startAgain();

      assertThat(server.clientProperties(Listener.PLAINTEXT)).isEqualTo(client);
      assertThat(KafkaClients.consume(client, topic, 2))
          .containsExactly("before the stop", "before the kill");
    }
  }

  @Test
  void shouldAnswerNobodyWhileSuspended() throws Exception {
    try (KafkaServer server = KafkaServer.start();
        Admin admin = Admin.create(Map.copyOf(server.clientProperties(Listener.PLAINTEXT)))) {
      server.suspend();
      KafkaFuture<?> topics = admin.listTopics().names();
      assertThatThrownBy(() -> topics.get(1, SECONDS)).isInstanceOf(TimeoutException.class);
      server.resume();
      assertThat(topics.get(60, SECONDS)).isNotNull();

      server.suspend(); // a suspended server can be stopped and closed all the same
      server.stop();
    }
  }

  @ParameterizedTest
  @CsvSource({"classic, 1000", "consumer,"})
  void shouldServeGroupsOfBothProtocols(String protocol, Integer sessionTimeout) throws Exception {
    KafkaServer server = KafkaServer.shared();
    String topic = server.newTopic("groups", 3);
    Map<String, String> client = server.clientProperties(Listener.PLAINTEXT);
    KafkaClients.produce(client, topic, "hello");
    client.put("group.protocol", protocol);
    if (sessionTimeout != null) {
      client.put("session.timeout.ms", sessionTimeout.toString());
      client.put("heartbeat.interval.ms", "300");
    }
    assertThat(KafkaClients.consume(client, topic, 1)).containsExactly("hello");
  }

  @Test
  void shouldNotLetATestStopTheSharedServer() {
    KafkaServer server = KafkaServer.shared();
    assertThatThrownBy(server::kill)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("KafkaServer.start()");
    assertThat(KafkaServer.shared()).isSameAs(server);
  }

  @Test
  void shouldTellTheEndOfTheLogWhenItDoesNotStart() {
    KafkaServer.Builder builder = KafkaServer.builder().setting("num.io.threads", "none");
    assertThatThrownBy(builder::start)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("Kafka ended while starting")
        .hasMessageContaining("Invalid value none for configuration num.io.threads");
  }
}
