/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.kafka;

import io.forebay.servers.KafkaServer;
import io.forebay.source.Fetch;
import io.forebay.source.ReadFrom;
import io.forebay.source.ShardReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/**
 * How fast readers of this connector are beside a bare consumer on the same topic: an empty loop
 * each, no engine. Run by hand: arguments are records a partition, partitions and rounds.
 */
final class ConsumerComparison {

  private ConsumerComparison() {}

  public static void main(String[] args) throws Exception {
    int each = Integer.parseInt(args[0]);
    int partitions = Integer.parseInt(args[1]);
    int rounds = Integer.parseInt(args[2]);
    try (KafkaServer server = KafkaServer.start();
        TestTopic topic = new TestTopic(server, partitions, Map.of())) {
      for (int partition = 0; partition < partitions; partition++) {
        topic.appendBytes(partition, each, 200);
      }
      for (int round = 0; round < rounds; round++) {
        for (String protocol : List.of("classic", "consumer")) {
          tell(protocol + " bare", bare(topic, protocol, each * partitions, round));
          tell(protocol + " ours", ours(topic, protocol, each * partitions, round));
        }
      }
    }
  }

  private static void tell(String what, double perSecond) {
    System.out.printf("%-16s %,12.0f records/s%n", what, perSecond);
  }

  private static double bare(TestTopic topic, String protocol, int count, int round) {
    Map<String, Object> properties = new HashMap<>();
    properties.put("bootstrap.servers", topic.servers());
    properties.put("group.id", topic.name() + "-bare-" + protocol + round);
    properties.put("group.protocol", protocol);
    properties.put("auto.offset.reset", "earliest");
    properties.put("enable.auto.commit", "false");
    String bytes = "org.apache.kafka.common.serialization.ByteArrayDeserializer";
    properties.put("key.deserializer", bytes);
    properties.put("value.deserializer", bytes);
    try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(properties)) {
      consumer.subscribe(List.of(topic.name()));
      int read = 0;
      long began = 0;
      while (read < count) {
        int some = consumer.poll(Duration.ofMillis(100)).count();
        began = read == 0 ? System.nanoTime() : began;
        read += some;
      }
      return count * 1e9 / (System.nanoTime() - began);
    }
  }

  private static double ours(TestTopic topic, String protocol, int count, int round)
      throws Exception {
    try (TestMember member =
        topic
            .member("ours-" + protocol + round, Map.of("groupProtocol", protocol))
            .join(new ReadFrom.TrimHorizon())) {
      member.awaitAssigned(topic.partitions());
      List<ShardReader> readers = new ArrayList<>();
      for (String shard : member.shards()) {
        readers.add(member.open(shard));
      }
      int read = 0;
      long began = 0;
      while (read < count) {
        int before = read;
        for (ShardReader reader : readers) {
          Fetch fetch = reader.fetch(2_048, 8 << 20);
          began = read == 0 ? System.nanoTime() : began;
          read += fetch.records().size();
        }
        if (read == before) {
          LockSupport.parkNanos(100_000);
        }
      }
      return count * 1e9 / (System.nanoTime() - began);
    }
  }
}
