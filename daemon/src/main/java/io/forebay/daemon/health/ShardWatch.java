/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.health;

import io.forebay.daemon.health.ShardReport.ShardName;
import io.forebay.daemon.health.ShardReport.StuckShard;
import io.forebay.engine.Engine;
import io.forebay.engine.Mapping;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at all shards once a second on a thread of its own, logs when one gets stuck and when that
 * is over, and keeps the last report for any thread to read.
 */
public final class ShardWatch implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(ShardWatch.class);
  private static final long PAUSE_MILLIS = 1_000;
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final Engine engine;
  private final Supplier<Duration> stuckAfter;
  private final Standstills standstills = new Standstills();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread made = new Thread(task, "shard-watch");
            made.setDaemon(true);
            return made;
          });
  private volatile ShardReport report = ShardReport.NONE;

  private ShardWatch(Engine engine, Supplier<Duration> stuckAfter) {
    this.engine = engine;
    this.stuckAfter = stuckAfter;
  }

  /**
   * Begins to look.
   *
   * @param stuckAfter how long a shard may stand still, asked for at every look
   */
  @SuppressWarnings("FutureReturnValueIgnored") // it never ends by itself: look() throws nothing
  public static ShardWatch start(Engine engine, Supplier<Duration> stuckAfter) {
    ShardWatch watch = new ShardWatch(engine, stuckAfter);
    watch.thread.scheduleWithFixedDelay(
        watch::look, PAUSE_MILLIS, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    return watch;
  }

  /** What the last look, at most a second or two ago, has found. Any thread. */
  public ShardReport report() {
    return report;
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }

  private void look() {
    try {
      long nowMillis = System.nanoTime() / NANOS_PER_MILLI;
      ShardReport found =
          standstills.look(
              engine.mappings().stream().map(Mapping::status).toList(),
              nowMillis,
              stuckAfter.get());
      tell(report.stuck(), found.stuck());
      report = found;
    } catch (RuntimeException e) {
      log.warn("shards could not be looked at; it is tried again", e);
    }
  }

  private static void tell(List<StuckShard> before, List<StuckShard> now) {
    Map<ShardName, StuckShard> over = new HashMap<>();
    before.forEach(one -> over.put(one.key(), one));
    for (StuckShard one : now) {
      if (over.remove(one.key()) == null) {
        log.atWarn()
            .addKeyValue("mapping", one.key().mapping())
            .log(
                "shard {} is stuck: it has work and has not moved for {} s; it waits for {}",
                one.key().shard(),
                seconds(one),
                WaitingText.of(one.waitsFor()));
      }
    }
    over.values()
        .forEach(
            one ->
                log.atInfo()
                    .addKeyValue("mapping", one.key().mapping())
                    .log(
                        "shard {} is no longer stuck, after {} s",
                        one.key().shard(),
                        seconds(one)));
  }

  private static long seconds(StuckShard one) {
    return TimeUnit.MILLISECONDS.toSeconds(one.standingMillis());
  }
}
