/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.proof.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.chronicle.ChronicleStream;
import io.forebay.chronicle.StreamOptions;
import io.forebay.daemon.proof.Daemon;
import io.forebay.daemon.proof.LedgerLine;
import io.forebay.daemon.proof.Until;
import io.forebay.discard.DiscardEntry;
import io.forebay.handler.Header;
import io.forebay.handler.SourceRecord;
import io.forebay.servers.KafkaServer;
import io.forebay.source.FailedBatch;
import io.forebay.source.KeyHash;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * One mapping on Chronicle and on Kafka, its configuration the same but for the section {@code
 * source}: over the same records in the same shards, the handler and the failure destination get
 * the same.
 */
@Tag("servers")
@Timeout(180)
class SameConfigTest {

  private static final int SHARDS = 3;
  private static final int RECORDS = 50;
  private static final int KEYS = 12;

  private static final String CONFIG =
      """
      engine: {checkpointInterval: 100ms}
      mappings:
        - name: orders
          source: SOURCE
          handler: {name: test-ledger, settings: {file: "${env:LEDGER}", stuck: key-5}}
          batchSize: 10
          maximumBatchingWindow: 2s
          maximumRetryAttempts: 2
          onFailure: {type: file, path: failed.jsonl}
      """;

  @TempDir private Path temp;

  private final KafkaServer server = KafkaServer.shared();

  /** A record to append to a shard of either source. */
  private record Message(int shard, byte[] key, byte[] data, String header, long timestamp) {}

  /** What came of a run, each by the shard's number. */
  private record Outcome(Map<Integer, List<String>> seen, Map<Integer, List<String>> failed) {}

  @Test
  void shouldGiveHandlerAndFailureDestinationTheSameWithOnlyTheSourceSectionChanged()
      throws Exception {
    List<Message> messages = messages();
    String topic = server.newTopic("same-config", SHARDS);
    send(messages, topic);
    append(messages, temp.resolve("chronicle/stream"));
    String kafka =
        "{type: kafka, bootstrapServers: \"%s\", topic: %s, checkpoints: %%s, group: %%s}"
            .formatted(server.bootstrapServers(), topic);

    Outcome onChronicle = run("chronicle", "{type: chronicle, path: stream}");
    Outcome byGroup = run("group", kafka.formatted("group", topic + "-by-group"));
    Outcome byStore = run("store", kafka.formatted("store", topic + "-by-store"));

    assertThat(onChronicle.seen).hasSize(SHARDS);
    assertThat(onChronicle.failed).hasSize(1);
    assertThat(byGroup).isEqualTo(onChronicle);
    assertThat(byStore).isEqualTo(onChronicle);
  }

  /** As many for each shard, so that all batches are full, of keys that belong to it. */
  private static List<Message> messages() {
    List<List<String>> keys = new ArrayList<>();
    for (int shard = 0; shard < SHARDS; shard++) {
      keys.add(new ArrayList<>());
    }
    for (int i = 0; i < KEYS; i++) {
      String key = "key-" + i;
      keys.get(KeyHash.shardOf(key.getBytes(UTF_8), SHARDS)).add(key);
    }
    Map<String, Integer> next = new HashMap<>();
    List<Message> messages = new ArrayList<>();
    for (int i = 0; i < SHARDS * RECORDS; i++) {
      List<String> own = keys.get(i % SHARDS);
      // each key now and then, but not in every batch
      String key = own.get(i / SHARDS / 7 % own.size());
      byte[] data = LedgerLine.data(next.merge(key, 1, Integer::sum) - 1, i % 9).getBytes(UTF_8);
      messages.add(
          new Message(i % SHARDS, key.getBytes(UTF_8), data, "n" + i, 1_700_000_000_000L + i));
    }
    return messages;
  }

  private void send(List<Message> messages, String topic) {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", server.bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (Message message : messages) {
        ProducerRecord<byte[], byte[]> sent =
            new ProducerRecord<>(
                topic, message.shard, message.timestamp, message.key, message.data);
        sent.headers().add("number", message.header.getBytes(UTF_8));
        producer.send(sent);
      }
    }
  }

  private static void append(List<Message> messages, Path folder) throws Exception {
    try (ChronicleStream stream =
        ChronicleStream.openOrCreate(folder, StreamOptions.shards(SHARDS))) {
      for (Message message : messages) {
        List<Header> headers = List.of(Header.of("number", message.header));
        stream.append(message.key, message.data, headers, message.timestamp);
      }
    }
  }

  private Outcome run(String name, String source) throws Exception {
    Path folder = Files.createDirectories(temp.resolve(name));
    Path ledger = folder.resolve("ledger.txt");
    String config = CONFIG.replace("SOURCE", source);
    try (Daemon daemon = Daemon.run(folder, config, Map.of("LEDGER", ledger.toString()))) {
      Until.holds("all is handled or discarded on " + name, () -> done(daemon) == SHARDS * RECORDS);
      daemon.stop();
    }
    return new Outcome(seen(LedgerLine.read(ledger)), failed(folder.resolve("failed.jsonl")));
  }

  private static long done(Daemon daemon) throws Exception {
    return daemon.count("records_handled", "orders") + daemon.count("records_delivered", "orders");
  }

  private static Map<Integer, List<String>> seen(List<LedgerLine> ledger) {
    Map<Integer, List<String>> seen = new TreeMap<>();
    for (LedgerLine line : ledger) {
      seen.computeIfAbsent(number(line.shard()), any -> new ArrayList<>())
          .add(line.what() + " " + line.key() + " " + line.seq());
    }
    return seen;
  }

  private static Map<Integer, List<String>> failed(Path file) throws Exception {
    Map<Integer, List<String>> failed = new TreeMap<>();
    for (String line : Files.readAllLines(file)) {
      FailedBatch batch = DiscardEntry.parse(line.getBytes(UTF_8));
      List<String> entry = failed.computeIfAbsent(number(batch.shard()), any -> new ArrayList<>());
      entry.add(
          "%s %s %s %d tries %s"
              .formatted(
                  batch.mapping(),
                  batch.handler(),
                  batch.condition(),
                  batch.approximateInvokeCount(),
                  batch.functionError()));
      batch.records().forEach(each -> entry.add(text(each)));
    }
    return failed;
  }

  private static String text(SourceRecord rec) {
    Header header = rec.headers().get(0);
    return "%s %s %d %s=%s"
        .formatted(rec.keyText(), rec.dataText(), rec.timestamp(), header.name(), header.text());
  }

  /** Of a shard's id: {@code shard-0002} and {@code topic-2} are alike. */
  private static int number(String shard) {
    return Integer.parseInt(shard.substring(shard.lastIndexOf('-') + 1));
  }
}
