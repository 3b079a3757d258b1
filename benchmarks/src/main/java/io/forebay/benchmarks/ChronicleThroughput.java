/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.benchmarks;

import static io.forebay.benchmarks.Comparison.rate;
import static io.forebay.benchmarks.Comparison.say;

import io.forebay.benchmarks.Comparison.Run;
import io.forebay.checkpoint.sqlite.SqliteCheckpointStore;
import io.forebay.chronicle.ChronicleEventSourceFactory;
import io.forebay.chronicle.ChronicleStream;
import io.forebay.chronicle.StreamOptions;
import io.forebay.engine.Engine;
import io.forebay.engine.EngineSettings;
import io.forebay.engine.MappingDefinition;
import io.forebay.engine.MappingSettings;
import io.forebay.source.Settings;
import io.forebay.source.SourceContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
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
      Comparison comparison = new Comparison(shards + " shards", records, options);
      comparison.add("bare tailer", () -> bareTailer(stream));
      for (int batch : options.numbers("batches", "100,1000")) {
        comparison.add("mapping, batches of " + batch, () -> mapping(folder, batch));
      }
      comparison.run();
      say("(%d)%n", sink & 1);
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
    MappingRun.check(count, records);
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
    return MappingRun.of(
        Engine.builder()
            .settings(threads())
            .checkpoints(SqliteCheckpointStore.open(folder.resolve(name + ".db"))),
        handler ->
            MappingDefinition.of(settings, factory.traits(), () -> factory.create(source), handler),
        records);
  }

  private EngineSettings threads() {
    EngineSettings defaults = EngineSettings.defaults();
    return defaults.withThreads(
        options.number("workers", defaults.workers()), options.number("pumps", defaults.pumps()));
  }
}
