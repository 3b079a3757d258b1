/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.checkpoint.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.checkpoint.Checkpoint;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteKillTest {

  private static final int KILLS = 8;

  @TempDir Path folder;

  @Test
  void shouldHoldWhatWasAcknowledgedWhenTheProcessIsKilled() throws Exception {
    Path file = folder.resolve("checkpoints.db");
    var random = new Random(5);
    long lastEpoch = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      int acknowledged = saveAndKill(file, 1 + random.nextInt(300));
      try (var store = SqliteCheckpointStore.open(file)) {
        Map<String, Checkpoint> loaded = store.load("orders");
        assertThat(loaded).hasSize(SavingProcess.SHARDS);
        assertThat(loaded.values().stream().map(Checkpoint::reached).distinct())
            .as("a save is written as a whole")
            .hasSize(1);
        assertThat(Integer.parseInt(loaded.get("shard-0").reached()))
            .isBetween(acknowledged, acknowledged + 1);
        long epoch = store.acquire("orders", "test");
        assertThat(epoch).isGreaterThan(lastEpoch);
        lastEpoch = epoch;
      }
    }
  }

  /** Kills amid the saves; the number of the last one that was acknowledged. */
  private static int saveAndKill(Path file, int afterSaves) throws Exception {
    try (var child = SavingProcess.start(file)) {
      String line = "-1";
      for (int i = 0; i < afterSaves; i++) {
        line = child.out().readLine();
        assertThat(line).as("the child ended early").isNotNull();
      }
      child.kill();
      List<String> rest = child.lines();
      return Integer.parseInt(rest.isEmpty() ? line : rest.get(rest.size() - 1));
    }
  }
}
