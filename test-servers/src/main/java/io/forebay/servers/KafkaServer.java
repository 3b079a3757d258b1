/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.servers;

import io.forebay.servers.run.Machine;
import io.forebay.servers.run.Ports;
import io.forebay.servers.run.ServerFolder;
import io.forebay.servers.run.ServerRunner;
import io.forebay.servers.run.Shared;
import io.forebay.servers.run.Waiting;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.SaslConfigs;

/**
 * A real Kafka broker of one node, with a folder of its own that goes with it.
 *
 * <p>Addresses and data survive {@link #stop}, {@link #kill} and {@link #startAgain}. Topics are
 * not made by using them. For use by one thread at a time.
 */
public final class KafkaServer implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Shared<KafkaServer> SHARED =
      new Shared<>(() -> builder().shared().start(), KafkaServer::remove);

  private final BrokerSettings settings;
  private final ServerRunner runner;
  private final boolean shared;
  private final AtomicInteger topics = new AtomicInteger();

  private KafkaServer(BrokerSettings settings, ServerRunner runner, boolean shared) {
    this.settings = settings;
    this.runner = runner;
    this.shared = shared;
  }

  /** A broker with a plaintext listener only, ready for use. */
  public static KafkaServer start() {
    return builder().start();
  }

  /**
   * The broker that the tests of this JVM share: started by the first who asks, stopped with the
   * JVM, plaintext only. Use topics and groups of your own; it can't be stopped by a test.
   */
  public static KafkaServer shared() {
    return SHARED.get();
  }

  /** What a broker shall offer besides plaintext. */
  public static Builder builder() {
    return new Builder();
  }

  /** The plaintext listener's address. */
  public String bootstrapServers() {
    return bootstrapServers(Listener.PLAINTEXT);
  }

  /** A listener's address. */
  public String bootstrapServers(Listener listener) {
    return settings.address(listener);
  }

  /**
   * What a client must set to talk to a listener: address, protocol, truststore and, where asked
   * for, its own certificate. Where a password is asked for, see {@link #clientProperties(Listener,
   * String, String, String)}.
   */
  public Map<String, String> clientProperties(Listener listener) {
    Map<String, String> client = new TreeMap<>();
    client.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers(listener));
    client.put(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, listener.protocol());
    if (listener.encrypts()) {
      client.putAll(settings.certificates().orElseThrow().clientProperties(listener));
    }
    return client;
  }

  /**
   * The same, with user and password.
   *
   * @param mechanism PLAIN, SCRAM-SHA-256 or SCRAM-SHA-512
   */
  public Map<String, String> clientProperties(
      Listener listener, String mechanism, String user, String password) {
    Map<String, String> client = clientProperties(listener);
    client.put(SaslConfigs.SASL_MECHANISM, mechanism);
    client.put(
        SaslConfigs.SASL_JAAS_CONFIG,
        (mechanism.startsWith("SCRAM")
                ? "org.apache.kafka.common.security.scram.ScramLoginModule"
                : "org.apache.kafka.common.security.plain.PlainLoginModule")
            + " required username=\"%s\" password=\"%s\";".formatted(user, password));
    return client;
  }

  /**
   * Makes a topic and waits until clients can use it.
   *
   * @param prefix what its name begins with; a number follows that no other topic of this broker
   *     has
   * @return its name
   */
  public String newTopic(String prefix, int partitions) {
    String topic = prefix + "-" + topics.incrementAndGet();
    try (Admin admin = admin()) {
      admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1))).all().get();
      Waiting.untilReady("topic " + topic, PATIENCE, runner, () -> isUsable(admin, topic));
    } catch (ExecutionException e) {
      throw new IllegalStateException("topic " + topic + " could not be made", e.getCause());
    } catch (InterruptedException e) {
      throw Waiting.interrupted(e);
    }
    return topic;
  }

  /** Shuts down in good order, as for an upgrade: SIGTERM. */
  public void stop() {
    mustBeOwn();
    runner.stop();
  }

  /** Ends the broker as a crash would: SIGKILL. */
  public void kill() {
    mustBeOwn();
    runner.kill();
  }

  /** Holds the broker still, its connections open: SIGSTOP. */
  public void suspend() {
    mustBeOwn();
    runner.suspend();
  }

  /** Lets a suspended broker go on: SIGCONT. */
  public void resume() {
    mustBeOwn();
    runner.resume();
  }

  /** Starts a broker that was stopped or killed, at the same addresses, with the same data. */
  public void startAgain() {
    mustBeOwn();
    runner.start();
    awaitReady();
  }

  /** Ends the broker and deletes its data. */
  @Override
  public void close() {
    mustBeOwn();
    remove();
  }

  private void remove() {
    runner.remove();
    settings.folder().delete();
  }

  private void mustBeOwn() {
    if (shared) {
      throw new IllegalStateException(
          "the shared Kafka server is for all tests: for one to stop, use KafkaServer.start()");
    }
  }

  private void awaitReady() {
    Waiting.untilReady("Kafka", PATIENCE, runner, this::listens);
    Map<String, Object> client = new TreeMap<>(clientProperties(Listener.PLAINTEXT));
    client.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
    client.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, 5_000);
    try (Admin admin = Admin.create(client)) {
      Waiting.untilReady("Kafka", PATIENCE, runner, () -> answers(admin));
    }
  }

  /* Asked first, because a client that finds nobody logs a warning each time. */
  private boolean listens() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(settings.host(), settings.port(Listener.PLAINTEXT)));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean answers(Admin admin) {
    try {
      return !admin.describeCluster().nodes().get().isEmpty();
    } catch (ExecutionException e) {
      return false;
    } catch (InterruptedException e) {
      throw Waiting.interrupted(e);
    }
  }

  /*
   * A broker tells that it leads before it does. Until then it may refuse a producer's first batch
   * and take the second, and after that it refuses the first for ever. Who asks for offsets is
   * answered when it leads.
   */
  private static boolean isUsable(Admin admin, String topic) {
    try {
      Map<TopicPartition, OffsetSpec> questions = new HashMap<>();
      admin.describeTopics(List.of(topic)).allTopicNames().get().values().stream()
          .flatMap(found -> found.partitions().stream())
          .map(partition -> new TopicPartition(topic, partition.partition()))
          .forEach(partition -> questions.put(partition, OffsetSpec.latest()));
      admin.listOffsets(questions).all().get();
      return true;
    } catch (ExecutionException e) {
      return false; // the broker has not heard of it yet
    } catch (InterruptedException e) {
      throw Waiting.interrupted(e);
    }
  }

  private Admin admin() {
    return Admin.create(Map.copyOf(clientProperties(Listener.PLAINTEXT)));
  }

  /** Puts a {@link KafkaServer} together. */
  public static final class Builder {
    private static final Pattern UNQUOTED = Pattern.compile("[^\"'\\\\\\[\\],=]*");
    private final Map<Listener, Integer> ports = new EnumMap<>(Listener.class);
    private final Map<String, String> users = new LinkedHashMap<>();
    private final Map<String, String> settings = new TreeMap<>();
    private boolean shared;

    private Builder() {
      ports.put(Listener.PLAINTEXT, 0);
    }

    /** Listens in these ways too. */
    public Builder listeners(Listener... listeners) {
      Arrays.stream(listeners).forEach(listener -> ports.put(listener, 0));
      return this;
    }

    /**
     * Lets this user in, by PLAIN and by both kinds of SCRAM.
     *
     * @throws IllegalArgumentException if the password has a character that the broker's settings
     *     would take for their own: a quote, backslash, bracket, comma or equals sign
     */
    public Builder user(String name, String password) {
      if (!UNQUOTED.matcher(name + password).matches()) {
        throw new IllegalArgumentException(
            "a test user may have no \" ' \\ [ ] , = in its password");
      }
      users.put(name, password);
      return this;
    }

    /** Sets one of the broker's own settings, as in its server.properties. */
    public Builder setting(String name, String value) {
      settings.put(name, value);
      return this;
    }

    private Builder shared() {
      shared = true;
      return this;
    }

    /**
     * Starts the broker and waits until it answers.
     *
     * @throws org.opentest4j.TestAbortedException if this machine has nothing to run it in
     * @throws IllegalStateException with the end of its log, if it does not start
     */
    public KafkaServer start() {
      ServerFolder folder = ServerFolder.create("kafka");
      try {
        return startIn(folder);
      } catch (RuntimeException e) {
        folder.delete();
        throw e;
      }
    }

    private KafkaServer startIn(ServerFolder folder) {
      boolean inContainer = Machine.runsContainers();
      String host = Machine.host();
      ports.replaceAll((listener, port) -> Ports.free());
      Optional<Certificates> certificates =
          ports.keySet().stream().anyMatch(Listener::encrypts)
              ? Optional.of(Certificates.make(folder, host))
              : Optional.empty();
      BrokerSettings wanted =
          new BrokerSettings(host, ports, users, settings, certificates, folder);
      ServerRunner runner = inContainer ? BrokerContainer.of(wanted) : BrokerProcess.of(wanted);
      KafkaServer server = new KafkaServer(wanted, runner, shared);
      try {
        runner.start();
        server.awaitReady();
        return server;
      } catch (RuntimeException e) {
        server.remove();
        throw e;
      }
    }
  }
}
