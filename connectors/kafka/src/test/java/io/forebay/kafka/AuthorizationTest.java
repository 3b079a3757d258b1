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
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rights on topic and group: missing, given, withdrawn, given back. */
@Tag("servers")
class AuthorizationTest {

  private static final ReadFrom HORIZON = new ReadFrom.TrimHorizon();

  private static KafkaServer server;

  @BeforeAll
  static void start() {
    server =
        KafkaServer.builder()
            .listeners(Listener.SASL_PLAINTEXT)
            .user("anna", "secret")
            .setting(
                "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer")
            .setting("super.users", "User:ANONYMOUS")
            .start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"consumer", "classic"})
  void shouldSayWhichRightIsMissingAndGoOnWithIt(String protocol) throws Exception {
    try (TestTopic topic = new TestTopic(server, 1, Map.of());
        TestMember member = member(topic, protocol)) {
      String shard = topic.name() + "-0";
      topic.append(0, 0, 20);
      AclBinding onTopic = right(ResourceType.TOPIC, topic.name());
      AclBinding onGroup = right(ResourceType.GROUP, topic.name() + "-m");

      SourceException fault =
          catchThrowableOfType(SourceException.class, () -> member.source().shards());
      assertThat(fault.kind()).isEqualTo(Kind.UNAUTHORIZED);
      assertThat(fault).hasMessageContaining("topic '" + topic.name() + "'");

      topic.admin().createAcls(List.of(onTopic)).all().get();
      TestMember.await("the topic", () -> lists(member));
      member.source().join(HORIZON, member);
      fault = member.awaitFault();
      assertThat(fault.kind()).isEqualTo(Kind.UNAUTHORIZED);
      assertThat(fault).hasMessageContaining("group '" + topic.name() + "-m'");

      topic.admin().createAcls(List.of(onGroup)).all().get();
      member.awaitAssigned(1);
      member.awaitWell();
      try (ShardReader reader = member.open(shard)) {
        assertThat(TestMember.read(reader, 10)).startsWith(0);
        assertThat(member.commit(shard, 9)).isTrue();
        topic.admin().deleteAcls(List.of(onTopic.toFilter())).all().get();
        assertThat(member.awaitFault().kind()).isEqualTo(Kind.UNAUTHORIZED);
      }
      topic.admin().createAcls(List.of(onTopic)).all().get();
      member.awaitWell();
      TestMember.await("the rest", () -> readsOn(member, shard));
    }
  }

  /** Whether what follows the commit can be read; the assignment may still change. */
  private static boolean readsOn(TestMember member, String shard) {
    try (ShardReader reader = member.open(shard, new ReadFrom.After("9"))) {
      return TestMember.read(reader, 10).get(9) == 19;
    } catch (Exception e) {
      return false;
    }
  }

  private static boolean lists(TestMember member) {
    try {
      return member.source().shards().size() == 1;
    } catch (SourceException e) {
      return false;
    }
  }

  private static AclBinding right(ResourceType type, String name) {
    return new AclBinding(
        new ResourcePattern(type, name, PatternType.LITERAL),
        new AccessControlEntry("User:anna", "*", AclOperation.READ, AclPermissionType.ALLOW));
  }

  private static TestMember member(TestTopic topic, String protocol) throws SourceException {
    Map<String, String> properties =
        new HashMap<>(
            server.clientProperties(Listener.SASL_PLAINTEXT, "SCRAM-SHA-256", "anna", "secret"));
    String servers = properties.remove("bootstrap.servers");
    return TestMember.of(
        servers,
        topic.name(),
        "m",
        Map.of("group", topic.name() + "-m", "groupProtocol", protocol, "properties", properties));
  }
}
