/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.benchmarks;

import io.forebay.checkpoint.sqlite.SqliteCheckpointStore;
import io.forebay.chronicle.ChronicleEventSourceFactory;
import io.forebay.chronicle.ChronicleStream;
import io.forebay.chronicle.StreamOptions;
import io.forebay.engine.Engine;
import io.forebay.engine.MappingDefinition;
import io.forebay.engine.MappingSettings;
import io.forebay.handler.Batch;
import io.forebay.handler.BatchResult;
import io.forebay.source.Settings;
import io.forebay.source.SourceContext;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An engine with many shards that have nothing to do: processor time, heap, threads, memory; then
 * how long a record takes from its append to the handler.
 *
 * <p>Options: {@code shards} (1,000), {@code mappings} that share them out (1), {@code seconds} to
 * sit idle (30), {@code appends} to time (100), {@code folder}.
 */
public final class IdleShards {

  private static final long TIME_LIMIT_SECONDS = 120;

  private final Options options;
  private final int shards;
  private final int mappings;
  private final AtomicInteger handled = new AtomicInteger();
  private final LinkedBlockingQueue<Long> arrivals = new LinkedBlockingQueue<>();

  private IdleShards(Options options) {
    this.options = options;
    shards = options.number("shards", 1_000);
    mappings = options.number("mappings", 1);
  }

  /** Runs it. */
  public static void main(String[] args) throws Exception {
    new IdleShards(new Options(args, "shards", "mappings", "seconds", "appends", "folder")).run();
  }

  private void run() throws Exception {
    Path folder = options.newFolder("forebay-idle");
    List<ChronicleStream> streams = new ArrayList<>();
    try {
      int written = 0;
      for (int i = 0; i < mappings; i++) {
        ChronicleStream stream =
            ChronicleStream.openOrCreate(
                folder.resolve("stream-" + i), StreamOptions.shards(shards / mappings));
        streams.add(stream);
        for (int j = 0; j < stream.shards(); j++) {
          stream.append(new byte[100]); // without key: to the shards in turn
          written++;
        }
        stream.close(); // what it has mapped is not the engine's
      }
      long start = System.nanoTime();
      try (Engine engine =
          Engine.builder()
              .checkpoints(SqliteCheckpointStore.open(folder.resolve("checkpoints.db")))
              .start()) {
        for (int i = 0; i < mappings; i++) {
          engine.add(definition("mapping-" + i, streams.get(i).folder()));
        }
        await(written);
        say(
            "%d mappings, %d shards: opened, read and handled within %.1f s",
            mappings, written, (System.nanoTime() - start) / 1e9);
        TimeUnit.SECONDS.sleep(3);
        idle();
        appends(streams);
      }
    } finally {
      Options.delete(folder);
    }
  }

  private void idle() throws Exception {
    int seconds = options.number("seconds", 30);
    System.gc();
    TimeUnit.SECONDS.sleep(2);
    Usage before = Usage.now();
    TimeUnit.SECONDS.sleep(seconds);
    Usage used = Usage.now().since(before);
    say("idle for %d s: %.2f %% of one processor", seconds, used.cpuNanos() / 1e7 / seconds);
    used.threadCpu()
        .forEach(
            (role, nanos) -> {
              if (nanos >= 1_000_000) {
                say("  %-28s %.2f %%", role, nanos / 1e7 / seconds);
              }
            });
    say("  allocated %.1f KB/s", used.allocatedBytes() / 1e3 / seconds);
    System.gc();
    var memory = ManagementFactory.getMemoryMXBean();
    say(
        "heap after gc %.1f MB, other memory of the JVM %.1f MB, threads %d",
        memory.getHeapMemoryUsage().getUsed() / 1e6,
        memory.getNonHeapMemoryUsage().getUsed() / 1e6,
        ManagementFactory.getThreadMXBean().getThreadCount());
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("VmRSS") || line.startsWith("RssAnon") || line.startsWith("RssFile")) {
        say("%s", line.replaceAll("\\s+", " "));
      }
    }
  }

  private void appends(List<ChronicleStream> closed) throws Exception {
    SplittableRandom random = new SplittableRandom(3);
    Series latency = new Series();
    try (ChronicleStream stream = ChronicleStream.open(closed.get(closed.size() / 2).folder())) {
      int appends = options.number("appends", 100);
      for (int i = -10; i < appends; i++) {
        TimeUnit.MILLISECONDS.sleep(100 + random.nextInt(50));
        arrivals.clear();
        long start = System.nanoTime();
        // One key: one shard, opened for appending by the first of them.
        stream.append("the key", new byte[100]);
        Long arrived = arrivals.poll(TIME_LIMIT_SECONDS, TimeUnit.SECONDS);
        if (arrived == null) {
          throw new IllegalStateException("an appended record did not come");
        }
        if (i >= 0) {
          latency.add((arrived - start) / 1e6);
        }
      }
      say(
          "one record to an idle shard, append to handler, %d times: median %.2f ms,"
              + " 99 %% %.2f ms, most %.2f ms",
          appends, latency.median(), latency.at(0.99), latency.max());
    }
  }

  private void await(int count) throws InterruptedException {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIME_LIMIT_SECONDS);
    while (handled.get() < count) {
      if (System.nanoTime() > until) {
        throw new IllegalStateException(handled + " of " + count + " records came");
      }
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }

  private MappingDefinition definition(String name, Path stream) {
    var factory = new ChronicleEventSourceFactory();
    return MappingDefinition.of(
        MappingSettings.named(name, factory.traits()).build(),
        factory.traits(),
        () -> factory.create(new SourceContext(name, Settings.of(Map.of("path", stream)))),
        (batch, context) -> handle(batch));
  }

  private BatchResult handle(Batch batch) {
    arrivals.add(System.nanoTime());
    handled.addAndGet(batch.size());
    return BatchResult.success();
  }

  private static void say(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}
