/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.chronicle.ChronicleStream;
import io.forebay.chronicle.StreamOptions;
import io.forebay.daemon.proof.Lives.Stored;
import io.forebay.daemon.proof.Lives.Watched;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two mappings over the same Chronicle stream, their progress in SQLite. */
@Timeout(300)
class KillNineTest {

  private static final int KILLS = 22;

  @TempDir private Path temp;

  private final long seed = Long.getLong("forebay.seed", System.nanoTime());
  private final Random random = new Random(seed);

  @Test
  void shouldLoseNothingKeepOrderAndRepeatOnlyWhatWasNotStoredWhenKilledAgainAndAgain()
      throws Exception {
    System.out.println("forebay.seed=" + seed);
    Path folder = temp.resolve("stream");
    try (ChronicleStream stream = ChronicleStream.openOrCreate(folder, StreamOptions.shards(4));
        Producer producer = new Producer(stream::append, random.nextLong());
        StreamLog log = new StreamLog(folder)) {
      Stored stored = new StoredCheckpoints(temp.resolve("data/forebay.db"), temp);
      String source = "{type: chronicle, path: stream}";
      List<Watched> mappings =
          List.of(new Watched("one", 1, source, stored), new Watched("four", 4, source, stored));
      Lives lives = new Lives(temp, log, random, "", mappings);
      lives.liveAndDie(KILLS);
      int appended = producer.stop();
      lives.finish();
      assertThat(log.size()).isEqualTo(appended);
      assertThat(lives.history("four").outOfOrder()).isPositive();
      lives.print("SQLite");
    }
  }
}
