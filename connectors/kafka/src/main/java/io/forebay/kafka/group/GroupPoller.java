/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.kafka.group;

import io.forebay.kafka.partition.BufferLimits;
import io.forebay.kafka.progress.Beginnings.KnownTopic;
import io.forebay.source.ReadFrom;
import io.forebay.source.SharedSource.Listener;
import io.forebay.source.SourceException;
import io.forebay.source.SourceException.Kind;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;

/**
 * The thread that owns the consumer. It polls for as long as the source is open; a consumer that
 * has come to its end (credentials refused, topic gone or made anew, fenced for good) is replaced
 * after a pause. Other threads reach it by {@link #command} and by the commit queue.
 */
final class GroupPoller implements Runnable {

  private static final long FIRST_PAUSE = TimeUnit.SECONDS.toNanos(1);
  private static final long LONGEST_PAUSE = TimeUnit.SECONDS.toNanos(20);

  /** A consumer that may join and not read says so a little later. */
  private static final long WELL_WITH_PARTITIONS_AFTER = TimeUnit.SECONDS.toNanos(3);

  /** A session without partitions counts as well after this time. */
  private static final long WELL_AFTER = TimeUnit.SECONDS.toNanos(10);

  private static final long WAIT_STEP = TimeUnit.MILLISECONDS.toNanos(20);
  private static final Duration LEAVING = Duration.ofSeconds(3);
  private static final Duration GIVING_UP = Duration.ofMillis(500);

  /** Longest wait for what is in flight of partitions that were taken away. */
  private static final long MOST_RELEASE_MS = 60_000;

  private final GroupTools tools;
  private final ReadFrom start;
  private final Listener listener;
  private final Queue<java.util.function.Consumer<GroupSession>> commands =
      new ConcurrentLinkedQueue<>();
  private final AtomicBoolean closing = new AtomicBoolean();
  private final Health health;
  private final TopicWatch watch;
  private final Map<String, String> defaults;
  private final Map<String, String> ours;
  private Optional<KnownTopic> topic = Optional.empty();
  private long pause;

  GroupPoller(GroupTools tools, ReadFrom start, Listener listener) {
    this.tools = tools;
    this.start = start;
    this.listener = listener;
    this.health = new Health(listener::onHealth);
    this.watch = new TopicWatch(tools.options(), tools.admin(), health, System.nanoTime());
    this.defaults = defaults(tools.options());
    this.ours = ours(tools.options());
  }

  // other threads

  /** Does this on the poller's thread with the present session; never, if there is none. */
  void command(java.util.function.Consumer<GroupSession> what) {
    commands.add(what);
    tools.bell().ring();
  }

  /** Ends the thread: last commits, leave the group. */
  void close() {
    closing.set(true);
    tools.bell().ring();
  }

  // the poller's thread

  @Override
  public void run() {
    try {
      while (!closing.get()) {
        waitForNextSession();
        if (!closing.get()) {
          runSession();
        }
      }
    } catch (Error e) {
      health.wrong(
          Health.Sign.CONSUMER,
          new SourceException(
              Kind.UNAVAILABLE,
              "the thread that polls has died of " + e + ": restart the mapping"));
      throw e;
    } finally {
      tools.commits().dropAll();
    }
  }

  ReadFrom start() {
    return start;
  }

  Listener listener() {
    return listener;
  }

  Health health() {
    return health;
  }

  /** The topic has this id now. */
  void learned(Uuid id) {
    watch.learned(id);
  }

  /** Looks again whether the topic is there: for who keeps the poller from its passes. */
  boolean topicIsGone() {
    watch.pass(System.nanoTime());
    return watch.gone();
  }

  boolean closing() {
    return closing.get();
  }

  boolean commandsWait() {
    return !commands.isEmpty();
  }

  /** Half of the time after which the broker would take the partitions away anyway. */
  long releaseLimit() {
    String given =
        tools.options().client().property(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, "300000");
    return TimeUnit.MILLISECONDS.toNanos(Math.min(MOST_RELEASE_MS, Long.parseLong(given) / 2));
  }

  private void waitForNextSession() {
    long until = System.nanoTime() + pause;
    while (!closing.get() && (System.nanoTime() < until || watch.gone())) {
      watch.pass(System.nanoTime());
      commands.clear();
      tools.commits().collect(any -> false);
      tools.bell().await(WAIT_STEP);
    }
  }

  private void runSession() {
    Consumer<byte[], byte[]> consumer;
    try {
      consumer = tools.options().client().consumer(defaults, ours);
    } catch (KafkaException e) {
      trouble(e);
      return;
    }
    GroupSession session = new GroupSession(tools, this, consumer, topic);
    try {
      session.subscribe();
      passes(session);
    } catch (InterruptException e) {
      closing.set(true);
    } catch (RuntimeException e) {
      trouble(e);
    } finally {
      topic = session.topic();
      end(session, consumer);
    }
  }

  private void passes(GroupSession session) {
    long began = System.nanoTime();
    while (!closing.get()) {
      long now = System.nanoTime();
      watch.pass(now);
      if (topicIsAnother(session)) {
        pause = 0;
        return;
      }
      run(session);
      pass(session, now);
      if (now - began > (session.hasPartitions() ? WELL_WITH_PARTITIONS_AFTER : WELL_AFTER)) {
        pause = 0;
        health.well(Health.Sign.CONSUMER);
      }
    }
  }

  private void pass(GroupSession session, long now) {
    try {
      session.pass(now);
    } catch (RetriableException e) {
      // The client tries again by itself; if it stays so, the watch says why.
      tools.bell().await(WAIT_STEP);
    }
  }

  private void run(GroupSession session) {
    java.util.function.Consumer<GroupSession> next = commands.poll();
    while (next != null) {
      next.accept(session);
      next = commands.poll();
    }
  }

  /**
   * A consumer goes on in a topic of the same name at the offsets of the old one, and would leave
   * out what is before them.
   */
  private boolean topicIsAnother(GroupSession session) {
    Optional<Uuid> seen = watch.seen();
    return watch.gone()
        || (seen.isPresent()
            && session.hasPartitions()
            && !seen.equals(session.topic().map(KnownTopic::id)));
  }

  private void trouble(RuntimeException e) {
    pause = Math.min(LONGEST_PAUSE, Math.max(FIRST_PAUSE, pause * 2));
    health.wrong(Health.Sign.CONSUMER, tools.options().faults().of(e));
  }

  private void end(GroupSession session, Consumer<byte[], byte[]> consumer) {
    boolean orderly = closing.get() && !Thread.currentThread().isInterrupted();
    try {
      session.end(orderly);
    } finally {
      close(consumer, orderly ? LEAVING : GIVING_UP);
    }
  }

  private void close(Consumer<byte[], byte[]> consumer, Duration patience) {
    try {
      consumer.close(CloseOptions.timeout(patience));
    } catch (InterruptException e) {
      closing.set(true);
    } catch (KafkaException e) {
      // It has freed what it holds all the same; the broker learns of it when the session ends.
    }
  }

  /** What suits us, and may be overridden. */
  private static Map<String, String> defaults(GroupOptions options) {
    Map<String, String> defaults = new HashMap<>();
    defaults.put(ConsumerConfig.CLIENT_ID_CONFIG, "forebay-" + options.mapping());
    defaults.put(
        ConsumerConfig.MAX_POLL_RECORDS_CONFIG, Integer.toString(BufferLimits.POLL_RECORDS));
    // see BufferLimits: how long a resumed partition may have to wait
    defaults.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, "100");
    defaults.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, Integer.toString(16 << 20));
    // added partitions are found within seconds
    defaults.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, "10000");
    if (options.protocol().equals("classic")) {
      defaults.put(
          ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
          CooperativeStickyAssignor.class.getName());
    }
    return defaults;
  }

  private static Map<String, String> ours(GroupOptions options) {
    return Map.of(
        ConsumerConfig.GROUP_ID_CONFIG, options.group(),
        ConsumerConfig.GROUP_PROTOCOL_CONFIG, options.protocol(),
        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false",
        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none",
        ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
  }
}
