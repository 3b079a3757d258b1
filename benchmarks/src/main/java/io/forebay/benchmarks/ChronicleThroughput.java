/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.benchmarks;

import io.forebay.checkpoint.sqlite.SqliteCheckpointStore;
import io.forebay.chronicle.ChronicleEventSourceFactory;
import io.forebay.chronicle.ChronicleStream;
import io.forebay.chronicle.StreamOptions;
import io.forebay.engine.Engine;
import io.forebay.engine.EngineSettings;
import io.forebay.engine.MappingDefinition;
import io.forebay.engine.MappingSettings;
import io.forebay.handler.BatchResult;
import io.forebay.source.Settings;
import io.forebay.source.SourceContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.queue.RollCycles;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.wire.DocumentContext;

/**
 * Records a second through a mapping with an empty handler, beside a bare tailer over the same
 * queues that copies each message out of the mapped file into a new array. By turns, so that a
 * noisy machine is noisy for both.
 *
 * <p>Options: {@code records}, {@code rounds}, {@code warmups}, {@code shards} and {@code batches}
 * (lists), {@code pumps}, {@code workers}, {@code block} (MiB mapped at a time), {@code folder}.
 */
public final class ChronicleThroughput {

  private static final int DATA_BYTES = 200;
  private static final int KEYS = 1_000;
  private static final long TIME_LIMIT_SECONDS = 300;

  private final int records;
  private final Options options;
  private int runs;
  private long sink;

  private ChronicleThroughput(Options options) {
    this.options = options;
    records = options.number("records", 4_000_000);
  }

  /** Runs it. */
  public static void main(String[] args) throws Exception {
    Options options =
        new Options(
            args, "records", "rounds", "warmups", "shards", "batches", "pumps", "workers", "block",
            "folder");
    ChronicleThroughput all = new ChronicleThroughput(options);
    for (int shards : options.numbers("shards", "4,1")) {
      all.compare(shards);
    }
  }

  private void compare(int shards) throws Exception {
    Path folder = options.newFolder("forebay-throughput");
    try {
      Path stream = folder.resolve("stream");
      write(stream, shards);
      Map<String, Case> cases = new LinkedHashMap<>();
      cases.put("bare tailer", () -> bareTailer(stream));
      for (int batch : options.numbers("batches", "100,1000")) {
        cases.put("mapping, batches of " + batch, () -> mapping(folder, batch));
      }
      int warmups = options.number("warmups", 2);
      int rounds = options.number("rounds", 7);
      Map<String, Report> reports = new LinkedHashMap<>();
      for (int round = -warmups; round < rounds; round++) {
        for (Map.Entry<String, Case> each : cases.entrySet()) {
          Run run = each.getValue().run();
          Report report = reports.computeIfAbsent(each.getKey(), Report::new);
          if (round >= 0) {
            report.add(run, records);
          }
        }
      }
      print(shards, rounds, List.copyOf(reports.values()));
    } finally {
      Options.delete(folder);
    }
  }

  private void write(Path folder, int shards) throws Exception {
    int block = options.number("block", 16) << 20;
    SplittableRandom random = new SplittableRandom(1);
    byte[] data = new byte[DATA_BYTES];
    random.nextBytes(data);
    long start = System.nanoTime();
    try (ChronicleStream stream =
        ChronicleStream.openOrCreate(folder, StreamOptions.shards(shards).blockSize(block))) {
      for (int i = 0; i < records; i++) {
        stream.append("key-" + random.nextInt(KEYS), data);
      }
      stream.sync();
    }
    say(
        "appended %,d records of %d bytes to %d shards: %.2f M/s",
        records, DATA_BYTES, shards, rate(records, System.nanoTime() - start));
  }

  /** One thread, one shard after the other. */
  private Run bareTailer(Path folder) throws Exception {
    System.gc();
    Usage before = Usage.now();
    long start = System.nanoTime();
    int count = 0;
    for (Path queueFolder : queues(folder)) {
      try (ChronicleQueue queue =
              SingleChronicleQueueBuilder.binary(queueFolder)
                  .rollCycle(RollCycles.FAST_DAILY)
                  .blockSize(options.number("block", 16) << 20)
                  .build();
          ExcerptTailer tailer = queue.createTailer()) {
        count += drain(tailer);
      }
    }
    long took = System.nanoTime() - start;
    check(count);
    return new Run(took, took, Usage.now().since(before));
  }

  private int drain(ExcerptTailer tailer) {
    int count = 0;
    while (true) {
      try (DocumentContext document = tailer.readingDocument()) {
        if (!document.isPresent()) {
          return count;
        }
        Bytes<?> bytes = document.wire().bytes();
        byte[] message = new byte[(int) bytes.readRemaining()];
        bytes.read(message);
        sink += message[message.length - 1];
        count++;
      }
    }
  }

  private static List<Path> queues(Path folder) throws Exception {
    try (var entries = Files.list(folder)) {
      return entries.filter(path -> Files.exists(path.resolve("metadata.cq4t"))).sorted().toList();
    }
  }

  /** A mapping that nobody knew before, so it begins at the oldest record. */
  private Run mapping(Path folder, int batch) throws Exception {
    String name = "run-" + runs++;
    var factory = new ChronicleEventSourceFactory();
    var source = new SourceContext(name, Settings.of(Map.of("path", folder.resolve("stream"))));
    MappingSettings settings =
        MappingSettings.named(name, factory.traits()).batchSize(batch).build();
    AtomicLong handled = new AtomicLong();
    AtomicLong firstAt = new AtomicLong();
    CountDownLatch done = new CountDownLatch(1);
    System.gc();
    Usage before = Usage.now();
    long start = System.nanoTime();
    try (Engine engine =
        Engine.builder()
            .settings(threads())
            .checkpoints(SqliteCheckpointStore.open(folder.resolve(name + ".db")))
            .start()) {
      engine.add(
          MappingDefinition.of(
              settings,
              factory.traits(),
              () -> factory.create(source),
              (records, context) -> {
                if (firstAt.get() == 0) {
                  firstAt.compareAndSet(0, System.nanoTime());
                }
                if (handled.addAndGet(records.size()) == this.records) {
                  done.countDown();
                }
                return BatchResult.success();
              }));
      if (!done.await(TIME_LIMIT_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException(handled + " records handled, then nothing more");
      }
      long end = System.nanoTime();
      Usage used = Usage.now().since(before);
      check(handled.get());
      return new Run(end - start, end - firstAt.get(), used);
    }
  }

  private EngineSettings threads() {
    EngineSettings defaults = EngineSettings.defaults();
    return defaults.withThreads(
        options.number("workers", defaults.workers()), options.number("pumps", defaults.pumps()));
  }

  private void check(long count) {
    if (count != records) {
      throw new IllegalStateException(count + " records instead of " + records);
    }
  }

  private void print(int shards, int rounds, List<Report> reports) {
    say("%n%d shards, %,d records, %d rounds; medians [least .. most]", shards, records, rounds);
    double bare = reports.get(0).rate.median();
    double bareCpu = reports.get(0).cpu.median();
    for (Report each : reports) {
      say(
          "%-26s %5.2f M/s [%.2f .. %.2f], ratio %.2f; from start %.2f, ratio %.2f",
          each.name,
          each.rate.median(),
          each.rate.min(),
          each.rate.max(),
          each.rate.median() / bare,
          each.rateFromStart.median(),
          each.rateFromStart.median() / bare);
      say(
          "%-26s cpu %.0f ns/record (ratio %.2f), gc pauses %.0f ms, %.0f bytes/record",
          "",
          each.cpu.median(),
          each.cpu.median() / bareCpu,
          each.gcMillis.median(),
          each.allocated.median());
      StringBuilder roles = new StringBuilder();
      each.roles.forEach(
          (role, series) -> {
            if (series.median() >= 1) {
              roles.append(String.format(Locale.ROOT, "  %s %.0f", role, series.median()));
            }
          });
      say("%-26s cpu by thread, ns/record:%s", "", roles);
    }
    say("(%d)%n", sink & 1);
  }

  private static double rate(long count, long nanos) {
    return count * 1e3 / nanos;
  }

  private static void say(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }

  private interface Case {
    Run run() throws Exception;
  }

  /**
   * One run.
   *
   * @param nanos from the start: engine, store and reader are opened in it
   * @param handlingNanos from the first record to the last
   * @param used by the process from the start
   */
  private record Run(long nanos, long handlingNanos, Usage used) {}

  /** All runs of one case. */
  private static final class Report {
    private final String name;
    private final Series rate = new Series();
    private final Series rateFromStart = new Series();
    private final Series cpu = new Series();
    private final Series allocated = new Series();
    private final Series gcMillis = new Series();
    private final Map<String, Series> roles = new LinkedHashMap<>();

    Report(String name) {
      this.name = name;
    }

    void add(Run run, int records) {
      rate.add(ChronicleThroughput.rate(records, run.handlingNanos));
      rateFromStart.add(ChronicleThroughput.rate(records, run.nanos));
      cpu.add((double) run.used.cpuNanos() / records);
      allocated.add((double) run.used.allocatedBytes() / records);
      gcMillis.add((double) run.used.gcMillis());
      run.used
          .threadCpu()
          .forEach(
              (role, nanos) ->
                  roles.computeIfAbsent(role, any -> new Series()).add((double) nanos / records));
    }
  }
}
