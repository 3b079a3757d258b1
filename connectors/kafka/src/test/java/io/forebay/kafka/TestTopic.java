/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.handler.SourceRecord;
import io.forebay.servers.KafkaServer;
import io.forebay.source.EventSource;
import io.forebay.source.Fetch;
import io.forebay.source.ReadFrom;
import io.forebay.source.Shard;
import io.forebay.source.ShardReader;
import io.forebay.source.SharedSource;
import io.forebay.source.SourceException;
import io.forebay.source.contract.Entry;
import io.forebay.source.contract.SourceUnderTest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A topic of its own on a broker, and hands to fill it. */
final class TestTopic implements SourceUnderTest {

  private static final AtomicInteger COUNT = new AtomicInteger();

  private final KafkaServer server;
  private final String name;
  private final Map<String, ?> settings;
  private final Admin admin;
  private final Producer<byte[], byte[]> producer;

  TestTopic(KafkaServer server, int partitions, Map<String, ?> settings) {
    this.server = server;
    this.name = "t" + COUNT.incrementAndGet();
    this.settings = settings;
    this.admin = Admin.create(Map.of("bootstrap.servers", server.bootstrapServers()));
    createTopic(partitions);
    this.producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", server.bootstrapServers(), "max.request.size", 4 << 20),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  String name() {
    return name;
  }

  /** Makes the topic, or makes it anew, and waits until clients can use it. */
  void createTopic(int partitions) {
    NewTopic topic =
        new NewTopic(name, partitions, (short) 1)
            .configs(Map.of("max.message.bytes", Integer.toString(4 << 20)));
    TestMember.await("the topic", () -> worked(admin.createTopics(List.of(topic)).all()));
    TestMember.await(
        "its leaders",
        () -> worked(admin.describeTopics(List.of(name)).allTopicNames()) && endsAreKnown());
  }

  void deleteTopic() {
    assertThat(worked(admin.deleteTopics(List.of(name)).all())).isTrue();
  }

  private boolean endsAreKnown() {
    return worked(
        admin.listOffsets(Map.of(new TopicPartition(name, 0), OffsetSpec.latest())).all());
  }

  private static boolean worked(KafkaFuture<?> asked) {
    try {
      asked.get();
      return true;
    } catch (ExecutionException e) {
      return false;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  String servers() {
    return server.bootstrapServers();
  }

  Admin admin() {
    return admin;
  }

  /** A member of group {@code <topic>-<mapping>}, not joined yet. */
  TestMember member(String mapping) throws SourceException {
    return member(mapping, Map.of());
  }

  TestMember member(String mapping, Map<String, ?> more) throws SourceException {
    Map<String, Object> all = new HashMap<>(settings);
    all.put("group", name + "-" + mapping);
    all.putAll(more);
    return TestMember.of(server.bootstrapServers(), name, mapping, all);
  }

  /** Joined, with all partitions. */
  @Override
  public EventSource connect(String mapping) throws Exception {
    TestMember member = member(mapping);
    int partitions = member.source().shards().size();
    member.join(new ReadFrom.TrimHorizon());
    member.awaitAssigned(partitions);
    return new Patient(member.source());
  }

  @Override
  public void append(Entry entry) throws Exception {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            name,
            null,
            entry.timestamp(),
            entry.key().map(key -> key.getBytes(StandardCharsets.UTF_8)).orElse(null),
            entry.bytes());
    entry
        .headers()
        .forEach(
            one -> {
              byte[] value = new byte[one.value().remaining()];
              one.value().get(value);
              record.headers().add(one.name(), value);
            });
    producer.send(record).get();
  }

  /** Appends a record whose value is null. */
  void appendTombstone(String key) throws Exception {
    producer.send(new ProducerRecord<>(name, key.getBytes(StandardCharsets.UTF_8), null)).get();
  }

  /** Appends records of this size to a partition, all before it returns. */
  void appendBytes(int partition, int count, int size) {
    for (int i = 0; i < count; i++) {
      producer.send(new ProducerRecord<>(name, partition, null, new byte[size]));
    }
    producer.flush();
  }

  int partitions() {
    try {
      return admin
          .describeTopics(List.of(name))
          .allTopicNames()
          .get()
          .get(name)
          .partitions()
          .size();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Appends numbers to a partition, all before it returns. */
  void append(int partition, int from, int to) throws Exception {
    for (int i = from; i < to; i++) {
      byte[] text = Integer.toString(i).getBytes(StandardCharsets.UTF_8);
      producer.send(new ProducerRecord<>(name, partition, text, text));
    }
    producer.flush();
  }

  @Override
  public Duration idleFetch() {
    return Duration.ofSeconds(1); // asks the broker for the log's end, see Patient
  }

  @Override
  public void close() {
    producer.close();
    admin.close();
  }

  private long end(String shard) {
    TopicPartition partition =
        new TopicPartition(name, Integer.parseInt(shard.substring(name.length() + 1)));
    try {
      return admin
          .listOffsets(Map.of(partition, OffsetSpec.latest()))
          .all()
          .get()
          .get(partition)
          .offset();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * What is polled in the background comes a little later than it was acknowledged: an empty fetch
   * of these readers means that the log's end, asked for after it, was read.
   */
  private final class Patient implements EventSource {

    private final SharedSource source;

    Patient(SharedSource source) {
      this.source = source;
    }

    @Override
    public String name() {
      return source.name();
    }

    @Override
    public List<Shard> shards() throws SourceException {
      return source.shards();
    }

    @Override
    public ShardReader open(Shard shard, ReadFrom from) throws SourceException {
      return new PatientReader(shard.id(), source.open(shard, from));
    }

    @Override
    public void forget() throws SourceException {
      source.forget();
    }

    @Override
    public void close() {
      source.close();
    }
  }

  private final class PatientReader implements ShardReader {

    private final String shard;
    private final ShardReader reader;
    private long next;

    PatientReader(String shard, ShardReader reader) {
      this.shard = shard;
      this.reader = reader;
      this.next = Long.parseLong(reader.startedAfter()) + 1;
    }

    @Override
    public String startedAfter() {
      return reader.startedAfter();
    }

    @Override
    public boolean exact() {
      return reader.exact();
    }

    @Override
    public Fetch fetch(int maxRecords, long maxBytes) throws SourceException {
      Fetch fetch = reader.fetch(maxRecords, maxBytes);
      if (fetch.records().isEmpty()) {
        long end = end(shard);
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (fetch.records().isEmpty() && next < end && System.nanoTime() < deadline) {
          Thread.onSpinWait();
          fetch = reader.fetch(maxRecords, maxBytes);
        }
      }
      for (SourceRecord one : fetch.records()) {
        next = Long.parseLong(one.position()) + 1;
      }
      return fetch.records().isEmpty() || next == end(shard)
          ? fetch
          : new Fetch(fetch.records(), fetch.bytes(), Fetch.Progress.MORE);
    }

    @Override
    public void close() {
      reader.close();
    }
  }
}
