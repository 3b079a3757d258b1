/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.proof.rebalance;

import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.daemon.proof.Daemon;
import io.forebay.servers.KafkaServer;
import io.forebay.servers.Listener;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** TLS and SCRAM, with secrets that the configuration takes from the environment. */
@Tag("servers")
@Timeout(180)
class SecretsTest {

  private static final int PARTITIONS = 2;
  private static final Map<String, String> SECRETS =
      Map.of("RIGHT", "correct-horse-7f3a", "WRONG", "battery-staple-91c0");

  @TempDir private Path temp;

  @Test
  void shouldReadWithTheRightSecretAndSayWhatIsWrongWithoutTellingTheWrongOne() throws Exception {
    try (KafkaServer broker =
        KafkaServer.builder()
            .listeners(Listener.SASL_TLS)
            .user("bob", SECRETS.get("RIGHT"))
            .start()) {
      String topic = broker.newTopic("secret", PARTITIONS);
      new TopicWriter(broker.clientProperties(Listener.PLAINTEXT)).append(topic, PARTITIONS, 0, 50);
      try (Daemon daemon = Daemon.run(temp, config(broker, topic, "WRONG"), SECRETS)) {
        String page =
            daemon.awaitHealth(
                "\"ready\":false",
                "EVENT_SOURCE_AUTHN_ERROR: ",
                "does not accept our credentials: correct the user and password");
        assertThat(daemon.count("records_handled", "orders")).isZero();

        Files.writeString(
            temp.resolve("forebay.yaml"), "http: {port: 0}\n" + config(broker, topic, "RIGHT"));
        daemon.child().signal("HUP");

        daemon.awaitCount("records_handled", "orders", 50);
        daemon.awaitHealth("\"ready\":true");
        daemon.stop();
        assertThat(page + daemon.child().err())
            .contains("EVENT_SOURCE_AUTHN_ERROR")
            .doesNotContain("\tat ")
            .doesNotContain(SECRETS.values());
        assertThat(
                daemon
                    .child()
                    .err()
                    .lines()
                    .filter(line -> line.contains(" engine.mapping.Listeners ")))
            .as("what the engine warns of, beside the Kafka client")
            .singleElement()
            .asString()
            .contains("mapping 'orders': EVENT_SOURCE_AUTHN_ERROR: ");
      }
    }
  }

  private static String config(KafkaServer broker, String topic, String secret) {
    Map<String, String> client =
        broker.clientProperties(Listener.SASL_TLS, "SCRAM-SHA-512", "bob", "${env:" + secret + "}");
    String servers = client.remove("bootstrap.servers");
    String properties =
        client.entrySet().stream()
            .map(each -> "      %s: '%s'%n".formatted(each.getKey(), each.getValue()))
            .collect(Collectors.joining());
    return """
    mappings:
    - name: orders
      handler: test-misbehaving
      maximumBatchingWindow: 0
      source:
        type: kafka
        bootstrapServers: '%s'
        topic: %s
        properties:
    %s
    """
        .formatted(servers, topic, properties);
  }
}
