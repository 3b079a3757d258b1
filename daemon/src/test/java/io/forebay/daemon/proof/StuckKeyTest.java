/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.proof;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.checkpoint.Checkpoint;
import io.forebay.checkpoint.SettledMap;
import io.forebay.checkpoint.ShardKey;
import io.forebay.chronicle.ChronicleStream;
import io.forebay.chronicle.StreamOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One key that never succeeds: what was settled beyond it outlives a kill. */
@Timeout(180)
class StuckKeyTest {

  private static final int KEYS = 20;
  private static final int ROUNDS = 60;
  private static final int OTHERS = (KEYS - 1) * ROUNDS;

  @TempDir private Path temp;

  @Test
  void shouldNotHandleAgainWhatWasSettledBeyondAStuckKeyWhenKilled() throws Exception {
    try (ChronicleStream stream =
        ChronicleStream.openOrCreate(temp.resolve("stream"), StreamOptions.shards(1))) {
      for (int round = 0; round < ROUNDS; round++) {
        for (int key = 0; key < KEYS; key++) {
          append(stream, "key-" + key, round);
        }
      }
      List<LedgerLine> first = firstLife();
      assertThat(handled(first)).hasSize(OTHERS).noneMatch(line -> line.key().equals("key-0"));

      append(stream, "key-1", ROUNDS);
      List<LedgerLine> second = secondLife();
      assertThat(handled(second)).hasSize(1);
      assertThat(second)
          .as("only the stuck record and the new one")
          .allMatch(line -> line.seq() == ROUNDS || (line.key().equals("key-0") && line.seq() == 0))
          .anyMatch(line -> line.key().equals("key-0"));

      List<LedgerLine> third = thirdLife();
      assertThat(third).allMatch(line -> line.key().equals("key-0"));
      assertThat(handled(third)).extracting(LedgerLine::seq).hasSize(ROUNDS).isSorted();
    }
  }

  /** Until all but the stuck key's records are handled, and the checkpoint knows. */
  private List<LedgerLine> firstLife() throws Exception {
    try (Daemon daemon = Daemon.run(temp, config("first", "key-0"))) {
      Until.holds("all others are stored as settled", () -> stored().settled().count() == OTHERS);
      assertThat(stored().reached()).startsWith("from-");
      assertThat(daemon.get("health/live")).contains("true");
      daemon.kill();
    }
    return LedgerLine.read(temp.resolve("first.txt"));
  }

  private List<LedgerLine> secondLife() throws Exception {
    try (Daemon daemon = Daemon.run(temp, config("second", "key-0"))) {
      daemon.awaitCount("records_handled", "orders", 1);
      daemon.awaitCount("records_failed", "orders", 2);
      assertThat(daemon.count("records_polled", "orders")).isEqualTo(OTHERS + ROUNDS + 1);
      assertThat(daemon.count("records_skipped", "orders")).isEqualTo(OTHERS);
      Until.holds("the new one is stored too", () -> stored().settled().count() == OTHERS + 1);
      daemon.kill();
    }
    return LedgerLine.read(temp.resolve("second.txt"));
  }

  private List<LedgerLine> thirdLife() throws Exception {
    try (Daemon daemon = Daemon.run(temp, config("third", ""))) {
      daemon.awaitCount("records_handled", "orders", ROUNDS);
      daemon.stop();
    }
    assertThat(stored().settled().isEmpty()).isTrue();
    return LedgerLine.read(temp.resolve("third.txt"));
  }

  private Checkpoint stored() throws Exception {
    Map<String, Checkpoint> all = StoredCheckpoints.load(temp.resolve("data/forebay.db"), "orders");
    return all.values().stream()
        .findFirst()
        .orElseGet(
            () -> new Checkpoint(new ShardKey("orders", ""), 0, "", SettledMap.EMPTY, false));
  }

  private static List<LedgerLine> handled(List<LedgerLine> ledger) {
    return ledger.stream().filter(line -> line.what() == LedgerLine.HANDLED).toList();
  }

  private static void append(ChronicleStream stream, String key, int seq) throws Exception {
    stream.append(key, LedgerLine.data(seq, 0).getBytes(UTF_8));
  }

  private String config(String life, String stuck) {
    return """
    engine: {checkpointInterval: 100ms}
    mappings:
      - name: orders
        source: {type: chronicle, path: stream}
        handler: {name: test-ledger, settings: {file: %s, stuck: "%s"}}
        batchSize: 1
        parallelizationFactor: 4
    """
        .formatted(temp.resolve(life + ".txt"), stuck);
  }
}
