/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.chronicle;

import io.forebay.handler.SourceRecord;
import io.forebay.source.Fetch;
import io.forebay.source.ReadFrom;
import io.forebay.source.ShardReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.wire.DocumentContext;

/**
 * Measures {@code fetch} beside a bare tailer that copies each message into a byte array, over the
 * same queue, by turns. Run it as a program: messages (3,000,000), rounds (5), records a fetch
 * (1,000), folder.
 */
final class TailerComparison {

  private static final int SIZE = 200;
  private static long sink;

  private TailerComparison() {}

  public static void main(String[] args) throws Exception {
    int messages = args.length > 0 ? Integer.parseInt(args[0]) : 3_000_000;
    int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 5;
    int perFetch = args.length > 2 ? Integer.parseInt(args[2]) : 1_000;
    Path folder =
        args.length > 3
            ? Files.createTempDirectory(Path.of(args[3]), "cmp")
            : Files.createTempDirectory("cmp");
    try (ChronicleStream stream =
        ChronicleStream.openOrCreate(folder, StreamOptions.shards(1).blockSize(64 << 20))) {
      byte[] data = new byte[SIZE - RecordLayout.KEY - 4];
      long start = System.nanoTime();
      for (int i = 0; i < messages; i++) {
        stream.append("key1", data);
      }
      say("append", messages, start);
      double[] bare = new double[rounds];
      double[] reused = new double[rounds];
      double[] ours = new double[rounds];
      for (int round = -1; round < rounds; round++) {
        double b = bare(stream, messages, false);
        double r = bare(stream, messages, true);
        double o = fetches(stream, messages, perFetch);
        if (round >= 0) {
          bare[round] = b;
          reused[round] = r;
          ours[round] = o;
        }
      }
      System.out.printf(
          Locale.ROOT,
          "medians in M/s: bare tailer, new array %.2f, one array %.2f; fetch %.2f (%d a fetch):"
              + " ratio %.2f and %.2f%n",
          median(bare),
          median(reused),
          median(ours),
          perFetch,
          median(ours) / median(bare),
          median(ours) / median(reused));
    } finally {
      try (var paths = Files.walk(folder)) {
        paths.sorted(Comparator.reverseOrder()).forEach(p -> p.toFile().delete());
      }
    }
  }

  private static double bare(ChronicleStream stream, int messages, boolean oneArray)
      throws Exception {
    try (SingleChronicleQueue queue =
            new ShardFolder(stream.folder(), 0, stream.descriptor()).open();
        ExcerptTailer tailer = queue.createTailer()) {
      byte[] one = new byte[SIZE];
      long start = System.nanoTime();
      int count = 0;
      while (true) {
        try (DocumentContext document = tailer.readingDocument()) {
          if (!document.isPresent()) {
            break;
          }
          Bytes<?> bytes = document.wire().bytes();
          byte[] message = oneArray ? one : new byte[(int) bytes.readRemaining()];
          bytes.read(message);
          sink += message[20];
          count++;
        }
      }
      return check(count, messages, start);
    }
  }

  private static double fetches(ChronicleStream stream, int messages, int perFetch)
      throws Exception {
    try (ShardReader reader =
        new ChronicleReader(
            stream,
            0,
            new ReadFrom.TrimHorizon(),
            new ReaderMarks(stream.folder(), "measure"),
            new Retention.Rule(
                java.util.Optional.empty(), java.util.OptionalLong.empty(), false))) {
      long start = System.nanoTime();
      int count = 0;
      Fetch fetch;
      do {
        fetch = reader.fetch(perFetch, Long.MAX_VALUE);
        List<SourceRecord> records = fetch.records();
        for (int i = 0; i < records.size(); i++) {
          sink += records.get(i).dataSize();
        }
        count += records.size();
      } while (fetch.progress() == Fetch.Progress.MORE);
      return check(count, messages, start);
    }
  }

  private static double check(int count, int messages, long start) {
    if (count != messages) {
      throw new IllegalStateException(count + " instead of " + messages);
    }
    return count / ((System.nanoTime() - start) / 1e3);
  }

  private static void say(String what, int count, long start) {
    System.out.printf(
        Locale.ROOT, "%s: %.2f M/s%n", what, count / ((System.nanoTime() - start) / 1e3));
  }

  private static double median(double[] figures) {
    double[] sorted = figures.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
