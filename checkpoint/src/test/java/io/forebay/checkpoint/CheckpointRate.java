/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.checkpoint;

import io.forebay.checkpoint.postgresql.PostgresCheckpointStore;
import io.forebay.checkpoint.postgresql.PostgresSettings;
import io.forebay.checkpoint.sqlite.SqliteCheckpointStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;

/**
 * Measures checkpoints a second by the number saved together. Argument: a folder on the disk, for
 * SQLite, or the JDBC URL of a PostgreSQL server, user and password among its parameters.
 */
final class CheckpointRate {

  private static final long RUN_NANOS = 3_000_000_000L;

  private CheckpointRate() {}

  public static void main(String[] args) throws Exception {
    for (int together : new int[] {1, 10, 100, 1_000}) {
      try (var store = open(args[0])) {
        long epoch = store.acquire("orders", "rate");
        run(store, epoch, together);
        double rate = run(store, epoch, together);
        System.out.printf("%5d a commit: %,9.0f checkpoints/s%n", together, rate);
      }
    }
  }

  private static CheckpointStore open(String place) throws Exception {
    return place.startsWith("jdbc:")
        ? PostgresCheckpointStore.open(new PostgresSettings(place))
        : SqliteCheckpointStore.open(
            Files.createTempDirectory(Path.of(place), "rate").resolve("checkpoints.db"));
  }

  private static double run(CheckpointStore store, long epoch, int together) throws Exception {
    var settled = new BitSet();
    settled.set(1, 40);
    settled.set(90);
    var map = SettledMap.of(settled);
    long saved = 0;
    long start = System.nanoTime();
    long elapsed = 0;
    while (elapsed < RUN_NANOS) {
      var checkpoints = new ArrayList<Checkpoint>();
      for (int i = 0; i < together; i++) {
        // Shards come round in turn, as they would among a thousand.
        var key = new ShardKey("orders", "shardId-" + (saved + i) % 1_000);
        checkpoints.add(new Checkpoint(key, epoch, "4959033827149025660" + saved, map, false));
      }
      store.save(checkpoints);
      saved += together;
      elapsed = System.nanoTime() - start;
    }
    return saved * 1e9 / elapsed;
  }
}
