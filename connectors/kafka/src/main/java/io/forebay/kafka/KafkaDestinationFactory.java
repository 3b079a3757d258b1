/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.kafka;

import io.forebay.kafka.client.ClientFaults;
import io.forebay.kafka.client.ClientSettings;
import io.forebay.source.FailureDestination;
import io.forebay.source.FailureDestinationFactory;
import io.forebay.source.Setting;
import io.forebay.source.Settings;
import io.forebay.source.SourceContext;
import io.forebay.source.SourceException;
import io.forebay.source.SourceException.Kind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;

/** Makes failure destinations of type {@code kafka}: topics with one message a failed record. */
public final class KafkaDestinationFactory implements FailureDestinationFactory {

  private static final int PATIENCE_MS = 8_000;

  private static final List<Setting> SETTINGS =
      List.of(
          Setting.required(
              "bootstrapServers",
              Setting.Type.TEXT,
              "Brokers to ask for the cluster, as host:port, several with commas between."),
          Setting.required(
              "topic",
              Setting.Type.TEXT,
              "The topic for records that are given up, not the one they are read from; it must"
                  + " exist."),
          Setting.optional(
              "properties",
              Setting.Type.MAP,
              "Properties of the Kafka producer, passed through: TLS, SASL, compression, sizes."));

  private static final String SAFE = "a record counts as settled when all replicas have it";
  private static final String BYTES = "records are sent on as the bytes they came as";
  private static final Map<String, String> OWNED =
      Map.of(
          "bootstrap.servers", "use the setting 'bootstrapServers'",
          "acks", SAFE,
          "enable.idempotence", SAFE,
          "transactional.id", SAFE,
          "key.serializer", BYTES,
          "value.serializer", BYTES);

  /** For {@link java.util.ServiceLoader}. */
  public KafkaDestinationFactory() {}

  @Override
  public String type() {
    return "kafka";
  }

  @Override
  public List<Setting> settings() {
    return SETTINGS;
  }

  @Override
  public FailureDestination create(SourceContext context) throws SourceException {
    Settings settings = context.settings();
    String topic = settings.text("topic");
    ClientSettings client =
        new ClientSettings(settings.text("bootstrapServers"), settings.map("properties"), OWNED);
    ClientFaults faults = new ClientFaults(client, topic);
    try {
      mustExist(client, topic, context.mapping());
      return new KafkaDestination(
          KafkaEventSource.nameOf(client.servers(), topic),
          topic,
          client.producer(defaults(context.mapping()), ours()),
          faults);
    } catch (ExecutionException | KafkaException e) {
      throw faults.of(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SourceException(Kind.UNAVAILABLE, "interrupted", e);
    }
  }

  /** Asked of an admin client, since a producer that asks for a topic may create it. */
  private static void mustExist(ClientSettings client, String topic, String mapping)
      throws ExecutionException, InterruptedException {
    try (Admin admin = client.admin("forebay-" + mapping + "-failures-admin")) {
      admin
          .describeTopics(List.of(topic), new DescribeTopicsOptions().timeoutMs(PATIENCE_MS))
          .allTopicNames()
          .get();
    }
  }

  private static Map<String, String> defaults(String mapping) {
    Map<String, String> defaults = new HashMap<>();
    defaults.put(ProducerConfig.CLIENT_ID_CONFIG, "forebay-" + mapping + "-failures");
    // a failed delivery is tried again by the engine, which says so meanwhile
    defaults.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, "10000");
    defaults.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, "10000");
    defaults.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, "30000");
    // whatever could be read should not be too large to be written
    defaults.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Integer.toString(16 << 20));
    defaults.put(ProducerConfig.BUFFER_MEMORY_CONFIG, Integer.toString(32 << 20));
    return defaults;
  }

  private static Map<String, String> ours() {
    return Map.of(
        ProducerConfig.ACKS_CONFIG, "all", ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
  }
}
