/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.checkpoint.Checkpoint;
import io.forebay.daemon.Child;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A daemon that is killed with SIGKILL at random moments and started again, and judged after each
 * death. Its mappings read the same records, which somebody appends meanwhile.
 */
public final class Lives {

  private static final int BATCH = 20;
  private static final int[] INTERVALS = {20, 200, 1_000};

  private final Path folder;
  private final RecordLog log;
  private final Random random;
  private final String preface;
  private final List<Watched> mappings;
  private final List<History> histories = new ArrayList<>();
  private final long beginNanos = System.nanoTime();
  private int lives;

  /**
   * None yet.
   *
   * @param folder for configuration, data and ledgers
   * @param log what the mappings read
   * @param preface sections of the configuration besides engine, http and mappings
   */
  public Lives(Path folder, RecordLog log, Random random, String preface, List<Watched> mappings) {
    this.folder = folder;
    this.log = log;
    this.random = random;
    this.preface = preface;
    this.mappings = List.copyOf(mappings);
    mappings.forEach(each -> histories.add(new History(each.name, each.factor, BATCH, log)));
  }

  /**
   * A mapping.
   *
   * @param source its section {@code source}, in braces
   */
  public record Watched(String name, int factor, String source, Stored stored) {}

  /** What is stored of a mapping's progress. */
  public interface Stored {

    /** Looks while a daemon may be at work. */
    Map<String, Checkpoint> load(String mapping) throws Exception;

    /** Looks after its death, and changes nothing of what it has left. */
    default Map<String, Checkpoint> left(String mapping) throws Exception {
      return load(mapping);
    }
  }

  /** So many lives, each ended by a kill: amid the start, the work, or a shutdown. */
  public void liveAndDie(int times) throws Exception {
    for (int i = 0; i < times; i++) {
      int interval = INTERVALS[random.nextInt(INTERVALS.length)];
      try (Child child = start(interval)) {
        awaitSomeMoment();
        boolean asked = random.nextInt(6) == 0;
        if (asked) {
          child.signal("TERM");
          Until.within(random.nextInt(200), () -> false);
        }
        child.signal("KILL");
        assertThat(child.exitCode()).as(child.err()).isIn(137, asked ? 143 : 137);
      }
      judge(interval);
    }
  }

  /** One more life, which handles everything appended so far, and ends in good order. */
  public void finish() throws Exception {
    log.readOn();
    try (Child child = start(200)) {
      child.awaitErr("health and metrics at ");
      for (Watched each : mappings) {
        boolean done = Until.within(120_000, () -> settled(each) == log.size());
        assertThat(done)
            .as("%s is done: %d of %d; %s", each.name, settled(each), log.size(), child.err())
            .isTrue();
      }
      child.signal("TERM");
      assertThat(child.exitCode()).as(child.err()).isEqualTo(143);
    }
    judge(200);
    for (History history : histories) {
      assertThat(history.handled()).as("handled by " + history.mapping()).isEqualTo(log.size());
      assertThat(history.settled()).as("stored of " + history.mapping()).isEqualTo(log.size());
    }
  }

  /** What became of a mapping's records. */
  public History history(String mapping) {
    return histories.stream()
        .filter(each -> each.mapping().equals(mapping))
        .findFirst()
        .orElseThrow();
  }

  /** Prints a line of figures for each mapping. */
  public void print(String title) {
    long seconds = (System.nanoTime() - beginNanos) / 1_000_000_000;
    for (History history : histories) {
      System.out.printf(
          "%s: %d kills, %d records appended, %d s; %s%n",
          title, lives - 1, log.size(), seconds, history.summary());
    }
  }

  /** Amid the start, soon or late in the work, or after a while. */
  private void awaitSomeMoment() throws Exception {
    int kind = random.nextInt(10);
    long millis = random.nextInt(1_700);
    if (kind == 0) {
      Until.within(millis, () -> false);
      return;
    }
    Path ledger = ledger(mappings.get(random.nextInt(mappings.size())).name);
    long written = kind <= 7 ? random.nextInt(125_000) : 1;
    Until.within(10_000, () -> size(ledger) >= written);
    Until.within(kind <= 7 ? random.nextInt(30) : millis, () -> false);
  }

  private void judge(int interval) throws Exception {
    long diedAt = System.currentTimeMillis();
    log.readOn();
    for (int i = 0; i < mappings.size(); i++) {
      Watched each = mappings.get(i);
      histories.get(i).addLife(LedgerLine.read(ledger(each.name)));
      histories.get(i).addCheckpoints(each.stored.left(each.name), diedAt, interval);
    }
    lives++;
  }

  private int settled(Watched mapping) throws Exception {
    return mapping.stored.load(mapping.name).values().stream()
        .mapToInt(checkpoint -> log.settled(checkpoint).cardinality())
        .sum();
  }

  private Child start(int interval) throws IOException {
    StringBuilder config = new StringBuilder();
    config.append("engine: {checkpointInterval: %dms}\n".formatted(interval)).append(preface);
    config.append("mappings:\n");
    for (Watched each : mappings) {
      config.append(
          """
          - name: %s
            source: %s
            handler:
              name: test-ledger
              settings: {file: %s, slow: "20", slowKey: %s, failing: "4"}
            batchSize: %d
            maximumBatchingWindow: 0
            parallelizationFactor: %d
          """
              .formatted(
                  each.name, each.source, ledger(each.name), slowKey(each), BATCH, each.factor));
    }
    Files.createDirectories(ledger("").getParent());
    return Daemon.start(folder, config.toString());
  }

  /** One that others run ahead of; with factor 1 all would wait for it. */
  private static String slowKey(Watched mapping) {
    return mapping.factor > 1 ? "key-1" : "none";
  }

  private Path ledger(String mapping) {
    return folder.resolve("life-" + lives).resolve(mapping + ".txt");
  }

  private static long size(Path file) throws IOException {
    return Files.exists(file) ? Files.size(file) : 0;
  }
}
