/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.benchmarks;

import static io.forebay.benchmarks.Comparison.rate;
import static io.forebay.benchmarks.Comparison.say;

import io.forebay.benchmarks.Comparison.Run;
import io.forebay.engine.Engine;
import io.forebay.engine.MappingDefinition;
import io.forebay.engine.MappingSettings;
import io.forebay.kafka.KafkaEventSourceFactory;
import io.forebay.servers.KafkaServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Records a second through a mapping with an empty handler, beside a bare {@code KafkaConsumer}
 * loop in one thread over the same topic, in a group, with automatic commits: once as its defaults
 * are, once with as many records a poll as the connector asks for. The broker is a process of its
 * own on the same machine.
 *
 * <p>Options: {@code records}, {@code rounds}, {@code warmups}, {@code partitions} and {@code
 * batches} (lists), {@code bytes}, {@code keys}, {@code protocol}, {@code poll}.
 */
public final class KafkaThroughput {

  private final int records;
  private final Options options;
  private final KafkaServer broker;
  private int runs;
  private long sink;

  private KafkaThroughput(Options options, KafkaServer broker) {
    this.options = options;
    this.broker = broker;
    records = options.number("records", 4_000_000);
  }

  /** Runs it. */
  public static void main(String[] args) throws Exception {
    Options options =
        new Options(
            args,
            "records",
            "rounds",
            "warmups",
            "partitions",
            "batches",
            "bytes",
            "keys",
            "protocol",
            "poll");
    try (KafkaServer broker = KafkaServer.start()) {
      KafkaThroughput all = new KafkaThroughput(options, broker);
      for (int partitions : options.numbers("partitions", "8,1")) {
        all.compare(partitions);
      }
    }
  }

  private void compare(int partitions) throws Exception {
    String topic = "throughput-" + partitions;
    write(topic, partitions);
    Comparison comparison = new Comparison(partitions + " partitions", records, options);
    comparison.add("bare loop, its defaults", () -> bareLoop(topic, Map.of()));
    int poll = options.number("poll", 4_000);
    comparison.add(
        "bare loop, " + poll + " a poll", () -> bareLoop(topic, Map.of("max.poll.records", poll)));
    for (int batch : options.numbers("batches", "500,100")) {
      comparison.add("mapping, batches of " + batch, () -> mapping(topic, batch));
    }
    comparison.run();
    say("(%d)%n", sink & 1);
  }

  private void write(String topic, int partitions) throws Exception {
    try (Admin admin = Admin.create(client())) {
      admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1))).all().get();
    }
    int bytes = options.number("bytes", 200);
    int keys = options.number("keys", 1_000);
    SplittableRandom random = new SplittableRandom(1);
    byte[] value = new byte[bytes];
    random.nextBytes(value);
    Map<String, Object> properties = client();
    properties.put("batch.size", 256 * 1024);
    properties.put("linger.ms", 20);
    long start = System.nanoTime();
    AtomicReference<Exception> fault = new AtomicReference<>();
    try (var producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int i = 0; i < records; i++) {
        byte[] key = ("key-" + random.nextInt(keys)).getBytes(StandardCharsets.UTF_8);
        var unused =
            producer.send(
                new ProducerRecord<>(topic, key, value), (at, e) -> fault.compareAndSet(null, e));
      }
    }
    if (fault.get() != null) {
      throw fault.get();
    }
    say(
        "%nproduced %,d records of %d bytes to %d partitions: %.2f M/s",
        records, bytes, partitions, rate(records, System.nanoTime() - start));
  }

  private Run bareLoop(String topic, Map<String, Object> more) {
    Map<String, Object> properties = client();
    properties.putAll(more);
    properties.put("group.id", "bare-" + runs++);
    properties.put("group.protocol", options.text("protocol", "classic"));
    properties.put("auto.offset.reset", "earliest");
    properties.put("enable.auto.commit", "true");
    Usage before = Usage.now();
    long start = System.nanoTime();
    long first = 0;
    int count = 0;
    try (var consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.subscribe(List.of(topic));
      while (count < records) {
        ConsumerRecords<byte[], byte[]> polled = consumer.poll(Duration.ofSeconds(1));
        if (first == 0 && !polled.isEmpty()) {
          first = System.nanoTime();
        }
        for (ConsumerRecord<byte[], byte[]> each : polled) {
          sink += each.value().length;
          count++;
        }
      }
      long end = System.nanoTime();
      MappingRun.check(count, records);
      return new Run(end - start, end - first, Usage.now().since(before));
    }
  }

  /** In a group that nobody knew before, so it begins at the oldest record. */
  private Run mapping(String topic, int batch) throws Exception {
    var factory = new KafkaEventSourceFactory();
    MappingSettings settings =
        MappingSettings.named("run-" + runs++, factory).batchSize(batch).build();
    Map<String, Object> source = new HashMap<>();
    source.put("bootstrapServers", broker.bootstrapServers());
    source.put("topic", topic);
    source.put("groupProtocol", options.text("protocol", "classic"));
    return MappingRun.of(
        Engine.builder(),
        handler -> MappingDefinition.of(settings, factory, source, handler),
        records);
  }

  private Map<String, Object> client() {
    return new HashMap<>(Map.of("bootstrap.servers", broker.bootstrapServers()));
  }
}
