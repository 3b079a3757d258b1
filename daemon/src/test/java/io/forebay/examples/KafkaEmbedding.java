/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.examples;

import io.forebay.engine.Engine;
import io.forebay.engine.MappingDefinition;
import io.forebay.engine.MappingSettings;
import io.forebay.handler.Batch;
import io.forebay.handler.BatchResult;
import io.forebay.handler.InvocationContext;
import io.forebay.handler.SourceRecord;
import io.forebay.kafka.KafkaDestination;
import io.forebay.kafka.KafkaEventSourceFactory;
import java.util.Map;
import org.apache.kafka.clients.producer.Producer;

/**
 * The Kafka examples of docs/embedding.md: {@link ReadmeTest} compares the two, {@link
 * KafkaEmbeddingTest} runs them.
 */
final class KafkaEmbedding {

  private KafkaEmbedding() {}

  /** What the application does with an order. */
  interface Orders {
    void accept(String customer, String order);
  }

  // example: begin
  /** The application's part that handles orders; it has a producer and consumers already. */
  static final class OrderIntake implements AutoCloseable {
    private final Orders orders;
    private final Engine engine = Engine.builder().start();

    OrderIntake(String servers, Producer<byte[], byte[]> producer, Orders orders) {
      this.orders = orders;
      var kafka = new KafkaEventSourceFactory();
      var settings = MappingSettings.named("orders", kafka).maximumRetryAttempts(3).build();
      var topic = Map.of("bootstrapServers", servers, "topic", "orders", "group", "order-intake");
      var mapping = MappingDefinition.of(settings, kafka, topic, this::handle);
      engine.add(mapping.withOnFailure(() -> KafkaDestination.with("orders-failed", producer)));
    }

    private BatchResult handle(Batch batch, InvocationContext context) {
      for (SourceRecord rec : batch) {
        orders.accept(rec.keyText(), rec.dataText());
      }
      return BatchResult.success();
    }

    @Override
    public void close() {
      engine.close(); // before the producer, which belongs to the application
    }
  }
  // example: end
}
