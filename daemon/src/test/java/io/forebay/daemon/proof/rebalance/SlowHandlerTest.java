/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.proof.rebalance;

import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.daemon.proof.Until;
import io.forebay.servers.KafkaServer;
import io.forebay.source.ReadFrom;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A handler that takes longer than a consumer may leave between two polls. */
@Tag("servers")
@Timeout(180)
class SlowHandlerTest {

  private static final int PARTITIONS = 2;
  private static final Map<String, String> INTERVAL = Map.of("max.poll.interval.ms", "3000");

  private final String servers = KafkaServer.shared().bootstrapServers();
  private final Map<String, String> client = Map.of("bootstrap.servers", servers);

  @ParameterizedTest
  @ValueSource(strings = {"classic", "consumer"})
  void shouldStayAMemberWhileAHandlerIsSlowerThanThePollInterval(String protocol) throws Exception {
    String topic = KafkaServer.shared().newTopic("slow-" + protocol, PARTITIONS);
    AtomicInteger invocations = new AtomicInteger();
    CountDownLatch enough = new CountDownLatch(1);
    Runnable slow =
        () -> {
          invocations.incrementAndGet();
          await(enough);
        };
    Map<String, Object> source =
        Map.of("groupProtocol", protocol, "properties", settings(protocol));
    try (Reader reader = new Reader(servers, topic, new ReadFrom.TrimHorizon(), slow, source);
        GroupView group = new GroupView(servers, topic, topic, PARTITIONS)) {
      TopicWriter writer = new TopicWriter(client);
      group.awaitBalance(1);
      Set<String> before = group.membership();
      List<String> sent = writer.append(topic, PARTITIONS, 0, 40);
      Until.holds("handlers run", () -> invocations.get() == PARTITIONS);

      awaitThatABareConsumerIsThrownOut(topic, protocol);
      awaitThatABareConsumerIsThrownOut(topic, protocol);
      sent.addAll(writer.append(topic, PARTITIONS, 100, 40));
      assertThat(group.membership()).isEqualTo(before);
      assertThat(reader.status().problem()).isEmpty();

      enough.countDown();
      reader.awaitHandledOnce(sent);
      group.awaitAllCommitted();
      assertThat(group.membership()).isEqualTo(before);
      reader.awaitHandledOnce(sent);
    }
  }

  /** One that polls until it has partitions, and then no more. */
  private void awaitThatABareConsumerIsThrownOut(String topic, String protocol) throws Exception {
    String group = topic + "-bare";
    Map<String, Object> bare = new HashMap<>(client);
    bare.putAll(settings(protocol));
    bare.putAll(Map.of("group.id", group, "group.protocol", protocol));
    try (GroupView view = new GroupView(servers, group, topic, PARTITIONS);
        KafkaConsumer<byte[], byte[]> consumer =
            new KafkaConsumer<>(bare, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.subscribe(List.of(topic));
      Until.holds(
          "it has partitions",
          () -> {
            consumer.poll(Duration.ofMillis(50));
            return !consumer.assignment().isEmpty();
          });
      Until.holds("it is thrown out", () -> view.members() == 0);
    }
  }

  private static Map<String, String> settings(String protocol) {
    Map<String, String> settings = new HashMap<>(INTERVAL);
    if (protocol.equals("classic")) {
      settings.put("session.timeout.ms", "3000");
      settings.put("heartbeat.interval.ms", "500");
    }
    return settings;
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
