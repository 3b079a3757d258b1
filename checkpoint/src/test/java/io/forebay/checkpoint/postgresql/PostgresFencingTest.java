/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.checkpoint.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.checkpoint.Checkpoint;
import io.forebay.checkpoint.CheckpointException;
import io.forebay.checkpoint.CheckpointStore;
import io.forebay.checkpoint.SettledMap;
import io.forebay.checkpoint.ShardKey;
import io.forebay.servers.PostgresServer;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Two engines fight over one mapping, at the same time. */
@Tag("servers")
class PostgresFencingTest {

  private static final int ROUNDS = 100;
  private static final int SHARDS = 20;

  private final TestDatabase database = TestDatabase.on(PostgresServer.shared());
  private final ExecutorService other = Executors.newSingleThreadExecutor();

  @AfterEach
  void end() {
    other.shutdownNow();
  }

  private static List<Checkpoint> at(long epoch, int reached) {
    return IntStream.range(0, SHARDS)
        .mapToObj(
            shard ->
                new Checkpoint(
                    new ShardKey("orders", "shard-" + shard),
                    epoch,
                    Integer.toString(reached),
                    SettledMap.EMPTY,
                    false))
        .toList();
  }

  private static Set<String> allShards() {
    return IntStream.range(0, SHARDS).mapToObj(i -> "shard-" + i).collect(Collectors.toSet());
  }

  private interface Lease {
    long take(CheckpointStore store) throws CheckpointException;
  }

  private static final Lease MAPPING = store -> store.acquire("orders", "somebody");
  private static final Lease ALL_SHARDS = store -> store.acquire("orders", allShards(), "somebody");

  @Test
  void shouldWriteNothingOfAnOwnerOnceAnotherTookTheMapping() throws Exception {
    fight(MAPPING, MAPPING);
  }

  @Test
  void shouldWriteNothingOfTheMappingsOwnerOnceAnotherTookItsShards() throws Exception {
    fight(MAPPING, ALL_SHARDS);
  }

  @Test
  void shouldWriteNothingOfTheShardsOwnerOnceAnotherTookTheMapping() throws Exception {
    fight(ALL_SHARDS, MAPPING);
  }

  @Test
  void shouldWriteNothingOfTheShardsOwnerOnceAnotherTookThem() throws Exception {
    fight(ALL_SHARDS, ALL_SHARDS);
  }

  @Test
  void shouldWriteNothingOfAMappingOnceItIsDeleted() throws Exception {
    fight(
        ALL_SHARDS,
        store -> {
          store.delete("orders");
          return 0;
        });
  }

  private void fight(Lease olders, Lease newers) throws Exception {
    try (var older = database.open();
        var newer = database.open()) {
      for (int round = 0; round < ROUNDS; round++) {
        long epoch = olders.take(older);
        var underWay = new CountDownLatch(1 + round % 5);
        Future<Integer> saves = other.submit(() -> saveUntilRefused(older, epoch, underWay));
        underWay.await();
        newers.take(newer);
        var taken = newer.load("orders");
        int lastAccepted = saves.get();
        assertThat(newer.load("orders"))
            .as("round %d: written after the lease was taken", round)
            .isEqualTo(taken);
        assertThat(taken.values())
            .allSatisfy(cp -> assertThat(cp.reached()).isEqualTo(Integer.toString(lastAccepted)));
      }
    }
  }

  /** The number of the last save that was accepted. */
  private static int saveUntilRefused(CheckpointStore store, long epoch, CountDownLatch underWay)
      throws CheckpointException {
    int reached = 0;
    while (true) {
      Set<ShardKey> refused = store.save(at(epoch, reached));
      if (!refused.isEmpty()) {
        assertThat(refused).as("all or nothing").hasSize(SHARDS);
        return reached - 1;
      }
      reached++;
      underWay.countDown();
    }
  }
}
