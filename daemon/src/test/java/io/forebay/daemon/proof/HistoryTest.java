/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.proof;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forebay.checkpoint.Checkpoint;
import io.forebay.checkpoint.SettledMap;
import io.forebay.checkpoint.ShardKey;
import io.forebay.chronicle.ChronicleStream;
import io.forebay.chronicle.StreamOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The judge must see what is wrong, or the proof proves nothing. Ten records of keys a and b. */
class HistoryTest {

  private static final String SHARD = "shard-0000";

  @TempDir private Path temp;

  private StreamLog log;
  private History history;

  @BeforeEach
  void fill() throws Exception {
    try (ChronicleStream stream = ChronicleStream.openOrCreate(temp, StreamOptions.shards(1))) {
      for (int i = 0; i < 10; i++) {
        stream.append(key(i), LedgerLine.data(i / 2, 0).getBytes(UTF_8));
      }
    }
    log = new StreamLog(temp);
    log.readOn();
    history = new History("test", 2, 3, log);
  }

  @AfterEach
  void close() {
    log.close();
  }

  @Test
  void shouldFindNothingWhenOnlyWhatWasNotStoredComesAgain() {
    assertThatCode(
            () -> {
              history.addLife(ledger("T x 0 2", "T y 1", "H x 0 2", "F y 1", "T y 1", "T z 4"));
              history.addCheckpoints(stored(0), now(), 20);
              history.addLife(ledger("T v 1", "T w 2 4", "H w 2 4", "H v 1"));
              history.addCheckpoints(stored(1, 2, 4), now(), 20);
            })
        .doesNotThrowAnyException();
    assertThat(history.handled()).isEqualTo(4);
    assertThat(history.settled()).isEqualTo(4);
    assertThat(history.summary()).contains("4 handled in 2 lives, 1 of them again");
  }

  @Test
  void shouldSeeWhenSomethingStoredComesAgain() {
    history.addLife(ledger("T x 0 2", "H x 0 2"));
    history.addCheckpoints(stored(-1, 2), now(), 20);
    mustSee("comes again though it was settled", "T y 0 2");
  }

  @Test
  void shouldSeeACheckpointAheadOfRealityAndOneThatForgets() {
    history.addLife(ledger("T x 0 2", "H x 0 2", "T y 4"));
    assertThatThrownBy(() -> history.addCheckpoints(stored(0, 4), now(), 20))
        .hasMessageContaining("never handled");
    history.addCheckpoints(stored(0, 2), now(), 20);
    assertThatThrownBy(() -> history.addCheckpoints(stored(0), now(), 20))
        .hasMessageContaining("settled by an older checkpoint");
  }

  @Test
  void shouldSeeWhatWaitsTooLongForItsCheckpoint() {
    history.addLife(ledger("T x 0", "H x 0"));
    assertThatThrownBy(() -> history.addCheckpoints(stored(-1), now() + 5_000, 1_000))
        .hasMessageContaining("after it was handled");
  }

  @ParameterizedTest
  @CsvSource({
    "comes before one that was never handled, T x 2",
    "comes before or after its turn, T x 0/H x 0/T y 0",
    "comes before or after its turn, T x 0 2/H x 0 2/T y 2",
    "follows number 0 in its batch, T x 0 4",
    "shares its key with a batch in flight, T x 0/T y 2",
    "2 batches beside it in flight, T x 0/T y 1/T z 2",
    "one too many in its batch, T x 0 1 2 3"
  })
  void shouldSeeABreachOfOrderOrOfALimit(String complaint, String ledger) {
    mustSee(complaint, ledger.split("/"));
  }

  private void mustSee(String complaint, String... lines) {
    assertThatThrownBy(() -> history.addLife(ledger(lines))).hasMessageContaining(complaint);
  }

  /** Such as {@code T x 0 2}: invocation x took the records at places 0 and 2. */
  private List<LedgerLine> ledger(String... lines) {
    List<LedgerLine> ledger = new ArrayList<>();
    for (String line : lines) {
      String[] words = line.split(" ");
      for (int i = 2; i < words.length; i++) {
        int place = Integer.parseInt(words[i]);
        ledger.add(
            new LedgerLine(
                words[0].charAt(0),
                SHARD,
                log.position(SHARD, place),
                key(place),
                place / 2,
                words[1],
                now()));
      }
    }
    return ledger;
  }

  private Map<String, Checkpoint> stored(int reached, int... more) {
    BitSet settled = new BitSet();
    for (int place : more) {
      settled.set(place - reached - 1);
    }
    String position = reached < 0 ? "from-0" : log.position(SHARD, reached);
    ShardKey key = new ShardKey("test", SHARD);
    return Map.of(SHARD, new Checkpoint(key, 1, position, SettledMap.of(settled), false));
  }

  private static String key(int place) {
    return place % 2 == 0 ? "a" : "b";
  }

  private static long now() {
    return System.currentTimeMillis();
  }
}
