/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.forebay.servers.KafkaServer;
import io.forebay.servers.Listener;
import io.forebay.source.ReadFrom;
import io.forebay.source.ShardReader;
import io.forebay.source.SourceException;
import io.forebay.source.SourceException.Kind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS, SASL/PLAIN and SCRAM against a real broker, with right and wrong secrets. */
@Tag("servers")
class SecurityTest {

  private static final String SECRET = "s3cret-of-anna";
  private static final ReadFrom HORIZON = new ReadFrom.TrimHorizon();

  private static KafkaServer server;

  @BeforeAll
  static void start() {
    server = KafkaServer.builder().listeners(Listener.values()).user("anna", SECRET).start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource({
    "SASL_TLS,PLAIN,consumer",
    "SASL_PLAINTEXT,SCRAM-SHA-256,classic",
    "SASL_TLS,SCRAM-SHA-256,consumer",
    "SASL_TLS,SCRAM-SHA-512,consumer",
    "SASL_TLS,SCRAM-SHA-512,classic"
  })
  void shouldReadAsAUser(Listener listener, String mechanism, String protocol) throws Exception {
    try (TestTopic topic = new TestTopic(server, 1, Map.of("groupProtocol", protocol))) {
      topic.append(0, 0, 10);
      Map<String, String> right = server.clientProperties(listener, mechanism, "anna", SECRET);
      reads(topic, protocol, right);
      Map<String, String> wrong = server.clientProperties(listener, mechanism, "anna", "nonsense");
      SourceException fault = fault(topic, wrong);
      assertThat(fault.kind()).isEqualTo(Kind.UNAUTHENTICATED);
      assertThat(fault)
          .hasMessageContaining("does not accept our credentials")
          .hasMessageContaining(server.bootstrapServers(listener));
      assertThat(fault.toString()).doesNotContain("nonsense");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"consumer", "classic"})
  void shouldReadThroughTls(String protocol) throws Exception {
    try (TestTopic topic = new TestTopic(server, 1, Map.of("groupProtocol", protocol))) {
      topic.append(0, 0, 10);
      reads(topic, protocol, server.clientProperties(Listener.TLS));
    }
  }

  @Test
  void shouldTellTlsTroubleFromAWrongPassword() throws Exception {
    try (TestTopic topic = new TestTopic(server, 1, Map.of())) {
      Map<String, String> stranger = new HashMap<>(server.clientProperties(Listener.TLS));
      stranger.keySet().removeIf(name -> name.startsWith("ssl.truststore"));
      SourceException untrusted = fault(topic, stranger);
      assertThat(untrusted.kind()).isEqualTo(Kind.UNAUTHENTICATED);
      assertThat(untrusted)
          .hasMessageContaining("not signed by anyone we trust")
          .hasMessageContaining("password were not looked at");

      Map<String, String> plain = new HashMap<>(server.clientProperties(Listener.TLS));
      plain.put("bootstrap.servers", server.bootstrapServers());
      assertThat(fault(topic, plain)).hasMessageContaining("security.protocol");

      Map<String, String> missing = new HashMap<>(server.clientProperties(Listener.TLS));
      missing.put("ssl.truststore.location", "/nowhere/trust.p12");
      SourceException nonsense = fault(topic, missing);
      assertThat(nonsense).hasMessageContaining("/nowhere/trust.p12");
      assertThat(nonsense.kind()).isEqualTo(Kind.MISCONFIGURED);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"consumer", "classic"})
  void shouldGoOnWhenCredentialsAreAcceptedAfterAll(String protocol) throws Exception {
    try (TestTopic topic = new TestTopic(server, 1, Map.of())) {
      String user = "bert-" + protocol;
      Map<String, String> bert =
          server.clientProperties(Listener.SASL_PLAINTEXT, "SCRAM-SHA-512", user, SECRET);
      try (TestMember member = member(topic, protocol, bert)) {
        assertThat(
                catchThrowableOfType(SourceException.class, () -> member.source().shards()).kind())
            .isEqualTo(Kind.UNAUTHENTICATED);
        member.source().join(HORIZON, member);
        assertThat(member.awaitFault().kind()).isEqualTo(Kind.UNAUTHENTICATED);
        topic
            .admin()
            .alterUserScramCredentials(
                List.of(
                    new UserScramCredentialUpsertion(
                        user,
                        new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4_096),
                        SECRET)))
            .all()
            .get();
        member.awaitAssigned(1);
        member.awaitWell();
      }
    }
  }

  @Test
  void shouldSayWhenNobodySpeaksTheSameProtocol() throws Exception {
    try (TestTopic topic = new TestTopic(server, 1, Map.of())) {
      SourceException fault =
          fault(topic, Map.of("bootstrap.servers", server.bootstrapServers(Listener.TLS)));
      assertThat(fault.kind()).isEqualTo(Kind.UNAVAILABLE);
      assertThat(fault).hasMessageContaining("security.protocol");
    }
  }

  @Test
  void shouldRefuseNonsense() throws Exception {
    try (TestTopic topic = new TestTopic(server, 1, Map.of())) {
      SourceException number =
          fault(
              topic,
              Map.of("bootstrap.servers", server.bootstrapServers(), "request.timeout.ms", "soon"));
      assertThat(number.kind()).isEqualTo(Kind.MISCONFIGURED);
      assertThat(number).hasMessageContaining("request.timeout.ms");
      Map<String, String> jaas =
          new HashMap<>(
              server.clientProperties(Listener.SASL_TLS, "SCRAM-SHA-512", "anna", SECRET));
      jaas.put("sasl.jaas.config", SECRET);
      SourceException unreadable = fault(topic, jaas);
      assertThat(unreadable.kind()).isEqualTo(Kind.MISCONFIGURED);
      assertThat(unreadable).hasMessageContaining("sasl.jaas.config").hasNoCause();
      assertThat(unreadable.getMessage()).doesNotContain(SECRET);
      for (String owned : List.of("group.id", "enable.auto.commit", "key.deserializer")) {
        SourceException refused =
            catchThrowableOfType(
                SourceException.class,
                () ->
                    TestMember.of(
                        "x:1", topic.name(), "m", Map.of("properties", Map.of(owned, "x"))));
        assertThat(refused.kind()).isEqualTo(Kind.MISCONFIGURED);
        assertThat(refused).hasMessageContaining("'" + owned + "' can't be set here");
      }
    }
  }

  private static SourceException fault(TestTopic topic, Map<String, String> client)
      throws SourceException {
    try (TestMember member = member(topic, "consumer", client)) {
      return catchThrowableOfType(SourceException.class, () -> member.source().shards());
    }
  }

  private static void reads(TestTopic topic, String protocol, Map<String, String> client)
      throws Exception {
    try (TestMember member = member(topic, protocol, client).join(HORIZON)) {
      member.awaitAssigned(1);
      String shard = topic.name() + "-0";
      try (ShardReader reader = member.open(shard)) {
        assertThat(TestMember.read(reader, 10)).startsWith(0);
        assertThat(member.commit(shard, 9)).isTrue();
      }
      assertThat(member.health).isEmpty();
    }
  }

  private static TestMember member(TestTopic topic, String protocol, Map<String, String> client)
      throws SourceException {
    Map<String, String> properties = new HashMap<>(client);
    String servers = properties.remove("bootstrap.servers");
    return TestMember.of(
        servers,
        topic.name(),
        "m",
        Map.of("group", topic.name() + "-m", "groupProtocol", protocol, "properties", properties));
  }
}
