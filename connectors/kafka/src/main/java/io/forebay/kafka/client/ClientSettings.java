/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.kafka.client;

import io.forebay.source.SourceException;
import io.forebay.source.SourceException.Kind;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Where a cluster is and how to talk to it: the bootstrap servers and whatever client properties
 * the user gave. Immutable; {@link #toString} shows no property, since one may be a secret.
 */
public final class ClientSettings {

  private final String servers;
  private final Map<String, String> properties;

  /**
   * With properties as they are given to a Kafka client.
   *
   * @param owned properties that are not the user's to set, each with what to do instead
   * @throws SourceException of kind {@code MISCONFIGURED} if one of them is set all the same
   */
  public ClientSettings(String servers, Map<String, String> properties, Map<String, String> owned)
      throws SourceException {
    for (String name : properties.keySet()) {
      String instead = owned.get(name);
      if (instead != null) {
        throw new SourceException(
            Kind.MISCONFIGURED, "properties: '" + name + "' can't be set here: " + instead);
      }
    }
    this.servers = servers;
    this.properties = Map.copyOf(properties);
  }

  /** The bootstrap servers, as given. */
  public String servers() {
    return servers;
  }

  /** A property the user gave, or else this. */
  public String property(String name, String otherwise) {
    return properties.getOrDefault(name, otherwise);
  }

  /**
   * Makes a consumer of bytes.
   *
   * @param defaults what the user may override
   * @param ours what nobody overrides
   */
  public KafkaConsumer<byte[], byte[]> consumer(
      Map<String, String> defaults, Map<String, String> ours) {
    return new KafkaConsumer<>(
        merged(defaults, ours), new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /**
   * Makes a producer of bytes.
   *
   * @param defaults what the user may override
   * @param ours what nobody overrides
   */
  public KafkaProducer<byte[], byte[]> producer(
      Map<String, String> defaults, Map<String, String> ours) {
    return new KafkaProducer<>(
        merged(defaults, ours), new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** Makes an admin client: of the properties, those that are not only for consumers. */
  public Admin admin(String clientId) {
    Properties mine = merged(Map.of(), Map.of(AdminClientConfig.CLIENT_ID_CONFIG, clientId));
    mine.keySet()
        .removeIf(
            name ->
                !AdminClientConfig.configNames().contains(name)
                    && (ConsumerConfig.configNames().contains(name)
                        || ProducerConfig.configNames().contains(name)));
    return Admin.create(mine);
  }

  @Override
  public String toString() {
    return servers;
  }

  private Properties merged(Map<String, String> defaults, Map<String, String> ours) {
    Map<String, String> all = new HashMap<>(defaults);
    all.putAll(properties);
    all.putAll(ours);
    all.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, servers);
    Properties merged = new Properties();
    merged.putAll(all);
    return merged;
  }
}
