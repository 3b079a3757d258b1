/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.chronicle.ChronicleStream;
import io.forebay.chronicle.StreamOptions;
import io.forebay.daemon.Child;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A daemon with one mapping of factor 1 and one of factor 4 over the same stream, killed with
 * SIGKILL at random moments and started again, while records are appended.
 */
@Timeout(300)
class KillNineTest {

  private static final int KILLS = 22;
  private static final int BATCH = 20;
  private static final int[] INTERVALS = {20, 200, 1_000};

  @TempDir private Path temp;

  private final long seed = Long.getLong("forebay.seed", System.nanoTime());
  private final Random random = new Random(seed);

  @Test
  void shouldLoseNothingKeepOrderAndRepeatOnlyWhatWasNotStoredWhenKilledAgainAndAgain()
      throws Exception {
    System.out.println("forebay.seed=" + seed);
    long begin = System.nanoTime();
    try (ChronicleStream stream = ChronicleStream.openOrCreate(stream(), StreamOptions.shards(4));
        Producer producer = new Producer(stream, random.nextLong());
        StreamLog log = new StreamLog(stream())) {
      List<History> histories =
          List.of(new History("one", 1, BATCH, log), new History("four", 4, BATCH, log));
      for (int life = 0; life < KILLS; life++) {
        liveAndDie(life, log, histories);
      }
      int appended = producer.stop();
      finish(appended, log, histories);
      System.out.printf(
          "seed %d: %d records appended, %d kills in %d s; %s; %s%n",
          seed,
          appended,
          KILLS,
          (System.nanoTime() - begin) / 1_000_000_000,
          histories.get(0).summary(),
          histories.get(1).summary());
    }
  }

  private void liveAndDie(int life, StreamLog log, List<History> histories) throws Exception {
    int interval = INTERVALS[random.nextInt(INTERVALS.length)];
    try (Child child = start(life, interval)) {
      awaitSomeMoment(life);
      child.signal("KILL");
      assertThat(child.exitCode()).as(child.err()).isEqualTo(137);
    }
    judge(life, interval, log, histories);
  }

  /** Amid the start, soon or late in the work, or after a while. */
  private void awaitSomeMoment(int life) throws Exception {
    int kind = random.nextInt(10);
    long amount = random.nextInt(250_000);
    if (kind == 0) {
      Until.within(amount / 150, () -> false);
      return;
    }
    long written = kind <= 7 ? amount : 1;
    Until.within(10_000, () -> size(ledger(life, "one")) + size(ledger(life, "four")) >= written);
    Until.within(kind <= 7 ? random.nextInt(30) : amount / 150, () -> false);
  }

  /** The last life handles what is left, and drains. */
  private void finish(int appended, StreamLog log, List<History> histories) throws Exception {
    log.readOn();
    assertThat(log.size()).isEqualTo(appended);
    try (Child child = start(KILLS, 200)) {
      child.awaitErr("health and metrics at ");
      for (History history : histories) {
        Until.holds(
            history.mapping() + " is done", () -> settled(history.mapping(), log) == appended);
      }
      child.signal("TERM");
      assertThat(child.exitCode()).isEqualTo(143);
    }
    judge(KILLS, 200, log, histories);
    for (History history : histories) {
      assertThat(history.handled()).as("handled").isEqualTo(appended);
      assertThat(history.settled()).as("stored").isEqualTo(appended);
    }
  }

  private int settled(String mapping, StreamLog log) throws Exception {
    return StoredCheckpoints.load(store(), mapping).values().stream()
        .mapToInt(checkpoint -> log.settled(checkpoint).cardinality())
        .sum();
  }

  private void judge(int life, int interval, StreamLog log, List<History> histories)
      throws Exception {
    long killedAt = System.currentTimeMillis();
    log.readOn();
    for (History history : histories) {
      history.addLife(LedgerLine.read(ledger(life, history.mapping())));
      history.addCheckpoints(
          StoredCheckpoints.read(store(), temp, history.mapping()), killedAt, interval);
    }
  }

  private Child start(int life, int interval) throws IOException {
    String config =
        """
        engine: {checkpointInterval: %dms}
        http: {port: 0}
        mappings:
        """
            .formatted(interval);
    for (Path ledger : List.of(ledger(life, "one"), ledger(life, "four"))) {
      boolean one = ledger.endsWith("one.txt");
      config +=
          """
          - name: %s
            source: {type: chronicle, path: %s}
            handler: {name: test-ledger, settings: {file: %s, slow: "20", failing: "4"}}
            batchSize: %d
            parallelizationFactor: %d
          """
              .formatted(one ? "one" : "four", stream(), ledger, BATCH, one ? 1 : 4);
    }
    Files.createDirectories(ledger(life, "one").getParent());
    Path file = Files.writeString(temp.resolve("forebay.yaml"), config);
    return Child.start(temp, "run", "-c", file.toString(), "-d", temp.resolve("data").toString());
  }

  private Path stream() {
    return temp.resolve("stream");
  }

  private Path store() {
    return temp.resolve("data/forebay.db");
  }

  private Path ledger(int life, String mapping) {
    return temp.resolve("life-" + life).resolve(mapping + ".txt");
  }

  private static long size(Path file) throws IOException {
    return Files.exists(file) ? Files.size(file) : 0;
  }
}
