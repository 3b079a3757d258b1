/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("servers")
final class KafkaListenersTest {
  private static KafkaServer server;
  private static String topic;

  @BeforeAll
  static void start() {
    server = KafkaServer.builder().listeners(Listener.values()).user("ann", "right").start();
    topic = server.newTopic("guarded", 1);
  }

  @AfterAll
  static void close() {
    if (server != null) {
      server.close();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"PLAINTEXT", "TLS", "MUTUAL_TLS"})
  void shouldServeWhoNeedsNoPassword(Listener listener) throws Throwable {
    assertThat(KafkaClients.topics(server.clientProperties(listener))).contains(topic);
  }

  @ParameterizedTest
  @CsvSource({
    "SASL_PLAINTEXT, PLAIN",
    "SASL_PLAINTEXT, SCRAM-SHA-256",
    "SASL_PLAINTEXT, SCRAM-SHA-512",
    "SASL_TLS, PLAIN",
    "SASL_TLS, SCRAM-SHA-256",
    "SASL_TLS, SCRAM-SHA-512"
  })
  void shouldServeWhoKnowsThePasswordOnly(Listener listener, String mechanism) throws Throwable {
    Map<String, String> right = server.clientProperties(listener, mechanism, "ann", "right");
    assertThat(KafkaClients.topics(right)).contains(topic);
    Map<String, String> wrong = server.clientProperties(listener, mechanism, "ann", "wrong");
    assertThatThrownBy(() -> KafkaClients.topics(wrong))
        .isInstanceOf(SaslAuthenticationException.class);
  }

  @Test
  void shouldCarryRecordsOverTlsAndScram() throws Exception {
    Map<String, String> client =
        server.clientProperties(Listener.SASL_TLS, "SCRAM-SHA-512", "ann", "right");
    KafkaClients.produce(client, topic, "hello");
    assertThat(KafkaClients.consume(client, topic, 1)).containsExactly("hello");
  }

  @Test
  void shouldRefuseClientsWithoutCertificateWhereOneIsAskedFor() {
    Map<String, String> client = server.clientProperties(Listener.TLS);
    client.put("bootstrap.servers", server.bootstrapServers(Listener.MUTUAL_TLS));
    assertThatThrownBy(() -> KafkaClients.topics(client))
        .isInstanceOf(SslAuthenticationException.class);
  }
}
