/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.proof;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.chronicle.ChronicleStream;
import io.forebay.chronicle.StreamOptions;
import io.forebay.daemon.Child;
import io.forebay.servers.PostgresDatabase;
import io.forebay.servers.PostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Daemons that keep their progress in one PostgreSQL database. */
@Tag("servers")
@Timeout(240)
class PostgresStoreTest {

  private static final int RECORDS = 1_000;

  @TempDir private Path temp;

  @Test
  void shouldStopTheOlderOfTwoThatFightOverAMappingAndGoOnWhereTheyEnded() throws Exception {
    PostgresDatabase database = PostgresServer.shared().newDatabase();
    append(RECORDS);
    try (Daemon older = run("older", database)) {
      older.awaitCount("records_handled", "orders", RECORDS);
      try (Daemon newer = run("newer", database)) {
        append(RECORDS);
        newer.awaitCount("records_handled", "orders", RECORDS);
        older.awaitHealth("LEASE_LOST: another engine has taken over mapping");
        long handledByOlder = older.count("records_handled", "orders");
        long handledByNewer = newer.count("records_handled", "orders");
        append(RECORDS);
        newer.awaitCount("records_handled", "orders", handledByNewer + RECORDS);
        assertThat(older.count("records_handled", "orders")).isEqualTo(handledByOlder);
        newer.stop();
      }
      older.stop();
    }
    append(1);
    try (Daemon next = run("next", database)) {
      next.awaitCount("records_handled", "orders", 1);
      next.stop();
      assertThat(next.child().err()).doesNotContain(database.password(), "\tat ");
    }
    try (Daemon last = run("last", database)) {
      append(1);
      last.awaitCount("records_handled", "orders", 1);
      assertThat(last.count("records_handled", "orders")).as("nothing again").isEqualTo(1);
      last.stop();
    }
  }

  @Test
  void shouldGoOnOnceTheServerIsBack() throws Exception {
    try (PostgresServer server = PostgresServer.start()) {
      PostgresDatabase database = server.newDatabase();
      try (Daemon daemon = run("a", database)) {
        append(RECORDS);
        daemon.awaitCount("records_handled", "orders", RECORDS);
        server.kill();
        append(RECORDS);
        daemon.awaitHealth("Checkpoint database postgresql://");
        server.startAgain();
        append(RECORDS);
        daemon.awaitCount("records_handled", "orders", 3 * RECORDS);
        daemon.awaitHealth("\"ready\":true");
        daemon.stop();
        assertThat(daemon.child().err()).doesNotContain(database.password(), "\tat ");
      }
      try (Daemon next = run("b", database)) {
        append(1);
        next.awaitCount("records_handled", "orders", 1);
        assertThat(next.count("records_handled", "orders")).as("nothing again").isEqualTo(1);
        next.stop();
      }
    }
  }

  @Test
  void shouldSayInASentenceWhyItDoesNotStart() throws Exception {
    PostgresDatabase database = PostgresServer.shared().newDatabase();
    try (Child child =
        Daemon.start(folder("a"), config(database), Map.of("DATABASE_PASSWORD", "geheim"))) {
      assertThat(child.exitCode()).isEqualTo(1);
      assertThat(child.err())
          .startsWith("forebay: Checkpoint database postgresql://")
          .contains("refuses the password of user " + database.user())
          .doesNotContain("geheim", "\tat ");
      assertThat(child.err().lines()).hasSize(1);
    }
  }

  private Daemon run(String folder, PostgresDatabase database) throws Exception {
    return Daemon.run(
        folder(folder), config(database), Map.of("DATABASE_PASSWORD", database.password()));
  }

  private Path folder(String name) throws Exception {
    return Files.createDirectories(temp.resolve(name));
  }

  private String config(PostgresDatabase database) {
    return """
    checkpoint:
      type: postgresql
      url: %s
      user: %s
      password: ${env:DATABASE_PASSWORD}
    mappings:
    - {name: orders, source: {type: chronicle, path: %s}, handler: test-misbehaving}
    """
        .formatted(database.url(), database.user(), temp.resolve("orders"));
  }

  private void append(int records) throws Exception {
    try (ChronicleStream stream =
        ChronicleStream.openOrCreate(temp.resolve("orders"), StreamOptions.shards(4))) {
      for (int i = 0; i < records; i++) {
        stream.append("key-" + i, LedgerLine.data(i, 200).getBytes(UTF_8));
      }
    }
  }
}
