/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.forebay.handler.Header;
import io.forebay.handler.SourceRecord;
import io.forebay.servers.KafkaServer;
import io.forebay.source.FailedBatch;
import io.forebay.source.FailureDestination;
import io.forebay.source.ReadFrom;
import io.forebay.source.Settings;
import io.forebay.source.ShardReader;
import io.forebay.source.SourceContext;
import io.forebay.source.SourceException;
import io.forebay.source.SourceException.Kind;
import io.forebay.source.contract.Entry;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("servers")
class KafkaDestinationTest {

  private static final KafkaServer SERVER = KafkaServer.shared();

  @Test
  void shouldKeepKeyValueHeadersAndTimestampAndSayWhy() throws Exception {
    try (TestTopic from = new TestTopic(SERVER, 1, Map.of());
        TestTopic to = new TestTopic(SERVER, 1, Map.of());
        FailureDestination destination = create(SERVER.bootstrapServers(), to.name())) {
      ByteBuffer data = ByteBuffer.wrap(new byte[] {0, -1, 5});
      from.append(
          new Entry(
              Optional.of("key"), data, List.of(Header.of("a", "1"), Header.of("a", "")), 1_234));
      from.append(new Entry(Optional.empty(), ByteBuffer.allocate(0), List.of(), 1_235));
      from.append(new Entry(Optional.of(""), data, List.of(), 1_236));
      from.appendTombstone("gone");
      List<SourceRecord> originals = records(from, 4);
      destination.send(batch("kafka:x/y", originals, true));

      List<SourceRecord> kept = records(to, 4);
      for (int i = 0; i < 4; i++) {
        assertThat(kept.get(i).hasKey()).isEqualTo(originals.get(i).hasKey());
        assertThat(kept.get(i).key()).isEqualTo(originals.get(i).key());
        assertThat(kept.get(i).data()).isEqualTo(originals.get(i).data());
        assertThat(kept.get(i).timestamp()).isEqualTo(originals.get(i).timestamp());
      }
      assertThat(kept.get(1).unwrap(ConsumerRecord.class).orElseThrow().value()).isNotNull();
      assertThat(kept.get(3).unwrap(ConsumerRecord.class).orElseThrow().value()).isNull();
      assertThat(kept.get(0).headers())
          .containsExactly(
              Header.of("a", "1"),
              Header.of("a", ""),
              Header.of("forebay.mapping", "m"),
              Header.of("forebay.handler", "h"),
              Header.of("forebay.source", "kafka:x/y"),
              Header.of("forebay.shard", "t-0"),
              Header.of("forebay.position", "0"),
              Header.of("forebay.condition", "RetryAttemptsExhausted"),
              Header.of("forebay.invocation-id", "id-1"),
              Header.of("forebay.invoke-count", "3"),
              Header.of("forebay.discarded-at", "2026-01-02T03:04:05Z"),
              Header.of("forebay.error-type", "java.lang.Error"),
              Header.of("forebay.error-message", "no ü"));
    }
  }

  @Test
  void shouldSendWithAnApplicationsProducerAndLeaveItOpen() throws Exception {
    try (TestTopic from = new TestTopic(SERVER, 1, Map.of());
        TestTopic to = new TestTopic(SERVER, 1, Map.of());
        Producer<byte[], byte[]> producer =
            new KafkaProducer<>(
                Map.of("bootstrap.servers", SERVER.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
      from.append(0, 0, 2);
      List<SourceRecord> originals = records(from, 2);
      for (int i = 0; i < 2; i++) {
        try (FailureDestination destination = KafkaDestination.with(to.name(), producer)) {
          destination.send(batch("x", originals.subList(i, i + 1), false));
        }
      }
      assertThat(records(to, 2)).extracting(SourceRecord::dataText).containsExactly("0", "1");
    }
  }

  @Test
  void shouldRefuseTheTopicThatIsRead() throws Exception {
    try (TestTopic topic = new TestTopic(SERVER, 1, Map.of());
        FailureDestination destination = create(SERVER.bootstrapServers(), topic.name());
        TestMember member = topic.member("m")) {
      SourceException fault =
          catchThrowableOfType(
              SourceException.class,
              () -> destination.send(batch(member.source().name(), List.of(), false)));
      assertThat(fault.kind()).isEqualTo(Kind.MISCONFIGURED);
      assertThat(fault).hasMessageContaining("set onFailure to another topic");
    }
  }

  @Test
  void shouldSayWhatIsWrongBeforeAnythingFails() throws Exception {
    SourceException missing =
        catchThrowableOfType(
            SourceException.class, () -> create(SERVER.bootstrapServers(), "nowhere"));
    assertThat(missing.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(missing).hasMessageContaining("topic 'nowhere' does not exist");
    SourceException owned =
        catchThrowableOfType(
            SourceException.class,
            () ->
                new KafkaDestinationFactory()
                    .create(
                        context(
                            Map.of(
                                "bootstrapServers", SERVER.bootstrapServers(),
                                "topic", "x",
                                "properties", Map.of("acks", "0")))));
    assertThat(owned).hasMessageContaining("'acks' can't be set here");
  }

  @Test
  void shouldFailAsAWholeWhenOneRecordIsTooLarge() throws Exception {
    try (TestTopic from = new TestTopic(SERVER, 1, Map.of())) {
      String small = SERVER.newTopic("small", 1); // 1 MiB, the broker's default
      try (FailureDestination destination = create(SERVER.bootstrapServers(), small)) {
        from.append(new Entry(Optional.empty(), ByteBuffer.allocate(2 << 20), List.of(), 1));
        SourceException fault =
            catchThrowableOfType(
                SourceException.class, () -> destination.send(batch("x", records(from, 1), false)));
        assertThat(fault).hasMessageContaining("too large").hasMessageContaining(small);
      }
    }
  }

  private static FailureDestination create(String servers, String topic) throws SourceException {
    return new KafkaDestinationFactory()
        .create(context(Map.of("bootstrapServers", servers, "topic", topic)));
  }

  private static SourceContext context(Map<String, ?> settings) {
    return new SourceContext("m", Settings.of(settings));
  }

  private static List<SourceRecord> records(TestTopic topic, int count) throws Exception {
    try (TestMember member = topic.member("r").join(new ReadFrom.TrimHorizon())) {
      member.awaitAssigned(1);
      try (ShardReader reader = member.open(topic.name() + "-0")) {
        return TestMember.records(reader, count);
      }
    }
  }

  private static FailedBatch batch(String source, List<SourceRecord> records, boolean error) {
    return new FailedBatch(
        "m",
        "h",
        source,
        "t-0",
        FailedBatch.Condition.RETRY_ATTEMPTS_EXHAUSTED,
        "id-1",
        3,
        error
            ? Optional.of(new FailedBatch.FunctionError("java.lang.Error", "no ü"))
            : Optional.empty(),
        Instant.parse("2026-01-02T03:04:05Z"),
        records);
  }
}
