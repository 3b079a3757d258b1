/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.checkpoint.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forebay.checkpoint.Checkpoint;
import io.forebay.checkpoint.CheckpointException;
import io.forebay.checkpoint.CheckpointStore;
import io.forebay.checkpoint.SettledMap;
import io.forebay.checkpoint.ShardKey;
import io.forebay.servers.PostgresServer;
import io.forebay.servers.SmallDisk;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The server goes and comes back: nothing acknowledged is lost, the rest can be saved again. */
@Tag("servers")
class PostgresOutageTest {

  private static PostgresServer server;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private TestDatabase database;
  private CheckpointStore store;
  private long epoch;

  @BeforeAll
  static void start() {
    server = PostgresServer.start();
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  @BeforeEach
  void open() throws CheckpointException {
    database = TestDatabase.on(server);
    // One second of silence is a frozen server here.
    store =
        PostgresCheckpointStore.open(
            database.settings("?socketTimeout=1", PostgresSettings.SCHEMA));
    epoch = store.acquire("orders", "me");
    store.save(at("0"));
  }

  @AfterEach
  void close() {
    threads.shutdownNow();
    store.close();
  }

  private List<Checkpoint> at(String reached) {
    return at(epoch, reached);
  }

  private static List<Checkpoint> at(long epoch, String reached) {
    var key = new ShardKey("orders", "s");
    return List.of(new Checkpoint(key, epoch, reached, SettledMap.EMPTY, false));
  }

  private String reached() throws CheckpointException {
    return store.load("orders").get("s").reached();
  }

  private void assertSavingFails(String... words) {
    assertThatThrownBy(() -> store.save(at("during")))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContainingAll(words)
        .hasMessageNotContainingAny("\n", database.password());
  }

  @Test
  void shouldGoOnAfterTheServerWasStopped() throws Exception {
    server.stop();
    assertSavingFails("Checkpoint database postgresql://127.0.0.1:");
    assertSavingFails("is not reachable");
    server.startAgain();
    assertThat(reached()).isEqualTo("0");
    assertThat(store.save(at("after"))).isEmpty();
    assertThat(reached()).isEqualTo("after");
  }

  @Test
  void shouldGoOnAfterTheServerWasKilled() throws Exception {
    server.kill();
    assertSavingFails("Checkpoint database postgresql://127.0.0.1:");
    server.startAgain();
    assertThat(store.save(at("after"))).isEmpty();
    assertThat(reached()).isEqualTo("after");
  }

  @Test
  void shouldNotWaitForAFrozenServerForEver() throws Exception {
    server.suspend();
    try {
      assertSavingFails("does not answer");
      assertSavingFails("does not answer");
    } finally {
      server.resume();
    }
    assertThat(store.save(at("after"))).isEmpty();
    assertThat(reached()).isEqualTo("after");
  }

  @Test
  void shouldSayThatTheDiskIsFullAndSaveOnceThereIsRoom() throws Exception {
    try (var disk = SmallDisk.mount("1m")) {
      String tablespace = database.onDisk(disk);
      var schema = PostgresSettings.SCHEMA + "_small";
      try (var small = database.open(schema)) {
        long lease = small.acquire("orders", "me");
        small.save(at(lease, "1"));
        disk.fill();
        assertThatThrownBy(() -> small.save(manyShards(lease)))
            .isInstanceOf(CheckpointException.class)
            .hasMessageContainingAll("its disk is full", "make room on the server");
        disk.makeRoom();
        assertThat(small.load("orders")).as("all or nothing").containsOnlyKeys("s");
        assertThat(small.save(manyShards(lease))).isEmpty();
      }
      database.asOwner("drop schema %s cascade".formatted(schema));
      database.asAdministrator("drop tablespace " + tablespace);
    }
  }

  private static List<Checkpoint> manyShards(long epoch) {
    return IntStream.range(0, 500)
        .mapToObj(
            i ->
                new Checkpoint(
                    new ShardKey("orders", "shard-" + i),
                    epoch,
                    "position ".repeat(50),
                    SettledMap.EMPTY,
                    false))
        .toList();
  }

  @Test
  void shouldSaveAgainWhatWasCommittedWithoutAnAnswer() throws Exception {
    try (var network = LossyNetwork.before(database.url());
        var far =
            PostgresCheckpointStore.open(
                new PostgresSettings(
                    network.url(),
                    Optional.of(database.user()),
                    Optional.of(database.password()),
                    PostgresSettings.SCHEMA))) {
      network.loseTheAnswerToTheNextCommit();
      assertThatThrownBy(() -> far.save(at("during"))).isInstanceOf(CheckpointException.class);
      assertThat(reached()).as("committed all the same").isEqualTo("during");
      assertThat(far.save(at("during"))).isEmpty();
      assertThat(reached()).isEqualTo("during");
    }
  }

  @Test
  void shouldLoseNothingAcknowledgedWhileTheServerStopsAndDies() throws Exception {
    var acknowledged = new Semaphore(0);
    var stored = new AtomicInteger();
    var end = new AtomicBoolean();
    Future<?> saves = threads.submit(() -> saveUntil(end, acknowledged, stored));
    for (int i = 0; i < 6; i++) {
      // Some saves have gone well since the last time.
      acknowledged.drainPermits();
      acknowledged.acquire(50);
      if (i % 2 == 0) {
        server.kill();
      } else {
        server.stop();
      }
      int known = stored.get();
      server.startAgain();
      try (var other = database.open()) {
        assertThat(Integer.parseInt(other.load("orders").get("s").reached()))
            .isGreaterThanOrEqualTo(known);
      }
    }
    acknowledged.drainPermits();
    acknowledged.acquire();
    end.set(true);
    saves.get();
    assertThat(reached()).isEqualTo(Integer.toString(stored.get()));
  }

  /** As the checkpoint-writer does it: after a failure, again, with what is newer by then. */
  private void saveUntil(AtomicBoolean end, Semaphore acknowledged, AtomicInteger stored) {
    for (int reached = 1; !end.get(); reached++) {
      try {
        assertThat(store.save(at(Integer.toString(reached)))).isEmpty();
        stored.set(reached);
        acknowledged.release();
      } catch (CheckpointException e) {
        assertThat(e.getMessage()).startsWith("Checkpoint database postgresql://");
      }
    }
  }
}
