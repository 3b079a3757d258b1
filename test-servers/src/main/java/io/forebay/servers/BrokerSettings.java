/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.servers;

import static java.util.stream.Collectors.joining;

import io.forebay.servers.run.ServerFolder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a broker is told: its server.properties and the users it is formatted with. */
record BrokerSettings(
    String host,
    Map<Listener, Integer> ports,
    Map<String, String> users,
    Map<String, String> extra,
    Optional<Certificates> certificates,
    ServerFolder folder) {

  /*
   * One node and small: a replica of everything, few threads, a small buffer for the log cleaner.
   * Nothing expires: tests give their records timestamps of any year.
   * Groups may have short sessions under both group protocols, so that tests see members die soon.
   */
  private static final String BASE =
      """
      process.roles=broker,controller
      node.id=1
      controller.listener.names=CONTROLLER
      inter.broker.listener.name=PLAINTEXT
      auto.create.topics.enable=false
      delete.topic.enable=true
      default.replication.factor=1
      offsets.topic.replication.factor=1
      offsets.topic.num.partitions=1
      transaction.state.log.replication.factor=1
      transaction.state.log.min.isr=1
      transaction.state.log.num.partitions=1
      share.coordinator.state.topic.replication.factor=1
      share.coordinator.state.topic.min.isr=1
      share.coordinator.state.topic.num.partitions=1
      group.initial.rebalance.delay.ms=0
      group.min.session.timeout.ms=1000
      group.consumer.min.session.timeout.ms=1000
      group.consumer.session.timeout.ms=6000
      group.consumer.min.heartbeat.interval.ms=100
      group.consumer.heartbeat.interval.ms=500
      num.network.threads=2
      num.io.threads=2
      background.threads=2
      log.retention.ms=-1
      log.cleaner.threads=1
      log.cleaner.dedupe.buffer.size=2097152
      log.segment.delete.delay.ms=1000
      """;

  BrokerSettings {
    ports = new TreeMap<>(ports);
    users = Map.copyOf(users);
    extra = Map.copyOf(extra);
  }

  int port(Listener listener) {
    Integer port = ports.get(listener);
    if (port == null) {
      throw new IllegalStateException(
          "this Kafka server has no listener " + listener + ": ask for it with listeners(…)");
    }
    return port;
  }

  String address(Listener listener) {
    return host + ":" + port(listener);
  }

  /**
   * The server.properties.
   *
   * @param files the folder, as the broker sees it, where the certificates are
   * @param data the folder for its data
   * @param bindTo the address to listen at; empty for all
   * @param controllerPort where the controller listens, for the broker alone
   */
  String properties(String files, String data, String bindTo, int controllerPort) {
    List<String> lines = new ArrayList<>();
    lines.add("log.dirs=" + data);
    lines.add("controller.quorum.bootstrap.servers=127.0.0.1:" + controllerPort);
    lines.add(
        "listeners=CONTROLLER://127.0.0.1:"
            + controllerPort
            + ","
            + each("%s://" + bindTo + ":%d"));
    lines.add("advertised.listeners=" + each("%s://" + host + ":%d"));
    lines.add(
        "listener.security.protocol.map=CONTROLLER:PLAINTEXT,"
            + ports.keySet().stream().map(l -> l + ":" + l.protocol()).collect(joining(",")));
    certificates.ifPresent(made -> lines.addAll(made.brokerSettings(files, ports.keySet())));
    ports.keySet().stream().filter(Listener::asksForPassword).forEach(l -> addLogin(l, lines));
    extra.forEach((name, value) -> lines.add(name + "=" + value));
    return BASE + String.join("\n", lines) + "\n";
  }

  private String each(String form) {
    return ports.entrySet().stream()
        .map(one -> form.formatted(one.getKey(), one.getValue()))
        .collect(joining(","));
  }

  private void addLogin(Listener listener, List<String> lines) {
    String prefix = listener.prefix();
    lines.add(prefix + "sasl.enabled.mechanisms=PLAIN,SCRAM-SHA-256,SCRAM-SHA-512");
    lines.add(
        prefix
            + "plain.sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required"
            + users.entrySet().stream()
                .map(user -> " user_%s=\"%s\"".formatted(user.getKey(), user.getValue()))
                .collect(joining())
            + ";");
    String scram = "org.apache.kafka.common.security.scram.ScramLoginModule required;";
    lines.add(prefix + "scram-sha-256.sasl.jaas.config=" + scram);
    lines.add(prefix + "scram-sha-512.sasl.jaas.config=" + scram);
  }

  /** The storage tool's options that make the users known by both kinds of SCRAM. */
  List<String> formatOptions() {
    List<String> options = new ArrayList<>();
    for (String mechanism : List.of("SCRAM-SHA-256", "SCRAM-SHA-512")) {
      users.forEach(
          (name, password) -> {
            options.add("--add-scram");
            options.add("%s=[name=%s,password=%s]".formatted(mechanism, name, password));
          });
    }
    return options;
  }

  /** Names no password. */
  @Override
  public String toString() {
    return "BrokerSettings" + ports;
  }
}
