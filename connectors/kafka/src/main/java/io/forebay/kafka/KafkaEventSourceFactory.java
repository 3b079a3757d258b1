/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.kafka;

import io.forebay.kafka.client.ClientSettings;
import io.forebay.kafka.group.GroupOptions;
import io.forebay.source.EventSource;
import io.forebay.source.EventSourceFactory;
import io.forebay.source.Setting;
import io.forebay.source.Settings;
import io.forebay.source.SourceContext;
import io.forebay.source.SourceException;
import io.forebay.source.SourceTraits;
import io.forebay.source.SourceTraits.StartPositions;
import io.forebay.source.SourceTraits.WindowClock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes event sources of type {@code kafka}: topics, read as a member of a consumer group. */
public final class KafkaEventSourceFactory implements EventSourceFactory {

  /** About what the JSON frame of a Kafka-shaped record takes (rule 8.4). */
  private static final int FRAME_BYTES = 200;

  private static final SourceTraits TRAITS =
      new SourceTraits(
          true,
          100,
          10_000,
          Duration.ofMillis(500),
          WindowClock.PREVIOUS_INVOCATION_ENDED,
          FRAME_BYTES,
          StartPositions.ENDS_AND_TIMESTAMP,
          Duration.ofSeconds(1),
          false,
          true);

  private static final List<Setting> SETTINGS =
      List.of(
          Setting.required(
              "bootstrapServers",
              Setting.Type.TEXT,
              "Brokers to ask for the cluster, as host:port, several with commas between."),
          Setting.required("topic", Setting.Type.TEXT, "The topic to read."),
          Setting.optional(
              "group",
              Setting.Type.TEXT,
              "The consumer group to join (the mapping's name if left out); engines with the same"
                  + " group share the partitions."),
          Setting.choice(
              "checkpoints",
              List.of("group", "store"),
              "Where progress is kept: in the group's offsets, or in the engine's checkpoint store"
                  + " with the group's offsets as a mirror."),
          Setting.choice(
              "groupProtocol",
              List.of("consumer", "classic"),
              "How the group shares the partitions out: by the broker (KIP-848; brokers from 4.0"
                  + " on), or by its members."),
          Setting.optional(
              "properties",
              Setting.Type.MAP,
              "Properties of the Kafka consumer, passed through: TLS, SASL, sizes, times."));

  private static final Map<String, String> OWNED = owned();

  /** For {@link java.util.ServiceLoader}. */
  public KafkaEventSourceFactory() {}

  @Override
  public String type() {
    return "kafka";
  }

  @Override
  public SourceTraits traits() {
    return TRAITS;
  }

  @Override
  public List<Setting> settings() {
    return SETTINGS;
  }

  @Override
  public EventSource create(SourceContext context) throws SourceException {
    Settings settings = context.settings();
    ClientSettings client =
        new ClientSettings(settings.text("bootstrapServers"), settings.map("properties"), OWNED);
    return new KafkaEventSource(
        new GroupOptions(
            client,
            settings.text("topic"),
            settings.optionalText("group").orElse(context.mapping()),
            settings.optionalText("groupProtocol").orElse("consumer"),
            settings.optionalText("checkpoints").orElse("group").equals("group"),
            context.mapping()));
  }

  private static Map<String, String> owned() {
    String offsets = "Forebay commits when records are settled";
    String begin = "where reading begins is the mapping's startingPosition";
    String bytes = "records are handed over as bytes";
    Map<String, String> owned = new HashMap<>();
    owned.put("bootstrap.servers", "use the setting 'bootstrapServers'");
    owned.put("group.id", "use the setting 'group'");
    owned.put("group.protocol", "use the setting 'groupProtocol'");
    owned.put("enable.auto.commit", offsets);
    owned.put("auto.commit.interval.ms", offsets);
    owned.put("auto.offset.reset", begin);
    owned.put("allow.auto.create.topics", "a source does not create its topic");
    owned.put("key.deserializer", bytes);
    owned.put("value.deserializer", bytes);
    return Map.copyOf(owned);
  }
}
