/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.proof.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.forebay.checkpoint.Checkpoint;
import io.forebay.daemon.proof.LedgerLine;
import io.forebay.daemon.proof.Producer;
import io.forebay.daemon.proof.RecordLog;
import io.forebay.servers.KafkaServer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A Kafka topic as the only one who sends to it knows it: which record has which offset of which
 * partition. What it sends survives the broker's death.
 *
 * <p>Threads: {@link #append} and {@link #burstEnds} the sender's; the rest the judge's.
 */
public final class KafkaTopicLog implements RecordLog, Producer.Target, AutoCloseable {

  private final String topic;
  private final boolean transactional;
  private final KafkaProducer<byte[], byte[]> producer;
  private final Queue<Sent> acknowledged = new ConcurrentLinkedQueue<>();
  private final AtomicReference<Exception> fault = new AtomicReference<>();
  private final Map<String, List<Sent>> shards = new TreeMap<>();
  private boolean inTransaction;

  /**
   * A record that the broker has.
   *
   * @param seq its number among those of its key
   */
  public record Sent(String shard, long offset, String key, long seq) {}

  private KafkaTopicLog(KafkaServer server, String topic, boolean transactional) {
    this.topic = topic;
    this.transactional = transactional;
    Map<String, Object> settings = new HashMap<>();
    settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, server.bootstrapServers());
    settings.put(ProducerConfig.LINGER_MS_CONFIG, 1);
    if (transactional) {
      settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, topic);
    }
    producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    if (transactional) {
      producer.initTransactions();
    }
  }

  /** Of this topic, which nobody has sent to yet. */
  public static KafkaTopicLog of(KafkaServer server, String topic) {
    return new KafkaTopicLog(server, topic, false);
  }

  /** The same, with each burst in a transaction: its end takes an offset without a record. */
  public static KafkaTopicLog withGaps(KafkaServer server, String topic) {
    return new KafkaTopicLog(server, topic, true);
  }

  /** The topic's name. */
  public String topic() {
    return topic;
  }

  /**
   * Sends a record; its key decides on the partition.
   *
   * @param data as {@link LedgerLine#data} gives it
   */
  @Override
  public void append(String key, byte[] data) {
    if (transactional && !inTransaction) {
      producer.beginTransaction();
      inTransaction = true;
    }
    long seq = LedgerLine.seqOf(new String(data, UTF_8));
    producer.send(
        new ProducerRecord<>(topic, key.getBytes(UTF_8), data),
        (where, failure) -> {
          if (failure != null) {
            fault.compareAndSet(null, failure);
          } else {
            acknowledged.add(new Sent(shard(where.partition()), where.offset(), key, seq));
          }
        });
  }

  @Override
  public void burstEnds() {
    if (inTransaction) {
      producer.commitTransaction();
      inTransaction = false;
    }
  }

  /** Waits until everything sent so far is acknowledged. */
  @Override
  public void readOn() {
    producer.flush();
    if (fault.get() != null) {
      throw new AssertionError("a record could not be sent to " + topic, fault.get());
    }
    for (Sent sent = acknowledged.poll(); sent != null; sent = acknowledged.poll()) {
      shards.computeIfAbsent(sent.shard, any -> new ArrayList<>()).add(sent);
    }
  }

  /** Those that have records. */
  @Override
  public Iterable<String> shards() {
    return shards.keySet();
  }

  @Override
  public int size() {
    return shards.values().stream().mapToInt(List::size).sum();
  }

  /** A shard's records, by offset. */
  public List<Sent> records(String shard) {
    return Collections.unmodifiableList(shards.getOrDefault(shard, List.of()));
  }

  @Override
  public int place(String shard, String position) {
    return place(shard, Long.parseLong(position));
  }

  /** Offset by offset, so a map that names an offset without a record does not pass. */
  @Override
  public BitSet settled(Checkpoint checkpoint) {
    String shard = checkpoint.shard().shard();
    long next = Long.parseLong(checkpoint.reached()) + 1;
    BitSet settled = new BitSet();
    int found = search(shard, next);
    settled.set(0, found < 0 ? -found - 1 : found);
    checkpoint.settled().toBitSet().stream()
        .forEach(ordinal -> settled.set(place(shard, next + ordinal)));
    return settled;
  }

  @Override
  public void close() {
    producer.close();
  }

  private String shard(int partition) {
    return topic + "-" + partition;
  }

  private int place(String shard, long offset) {
    int found = search(shard, offset);
    if (found < 0) {
      throw new AssertionError("nobody sent " + shard + "/" + offset);
    }
    return found;
  }

  /** As {@link Collections#binarySearch}. */
  private int search(String shard, long offset) {
    List<Sent> records = records(shard);
    int from = 0;
    int to = records.size() - 1;
    while (from <= to) {
      int middle = (from + to) >>> 1;
      long found = records.get(middle).offset;
      if (found == offset) {
        return middle;
      } else if (found < offset) {
        from = middle + 1;
      } else {
        to = middle - 1;
      }
    }
    return -from - 1;
  }
}
