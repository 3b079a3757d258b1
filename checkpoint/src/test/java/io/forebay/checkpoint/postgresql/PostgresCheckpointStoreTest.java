/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.checkpoint.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forebay.checkpoint.Checkpoint;
import io.forebay.checkpoint.CheckpointException;
import io.forebay.checkpoint.CheckpointStore;
import io.forebay.checkpoint.CheckpointStoreContract;
import io.forebay.checkpoint.SettledMap;
import io.forebay.checkpoint.ShardKey;
import io.forebay.checkpoint.jdbc.Migrations;
import io.forebay.servers.PostgresServer;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("servers")
class PostgresCheckpointStoreTest implements CheckpointStoreContract {

  private final TestDatabase database = TestDatabase.on(PostgresServer.shared());

  @Override
  public CheckpointStore open() throws CheckpointException {
    return database.open();
  }

  @Test
  void shouldNameItsServerDatabaseAndSchemaAndNoSecret() throws CheckpointException {
    var settings = database.settings("?ApplicationName=x&password=geheim", "own");
    try (var store = PostgresCheckpointStore.open(settings)) {
      assertThat(store.name())
          .isEqualTo(database.url().replace("jdbc:", "") + " schema own")
          .doesNotContain("geheim", database.password());
      assertThat(settings.toString()).doesNotContain("geheim", database.password());
    }
  }

  @Test
  void shouldKeepSchemasApart() throws CheckpointException {
    try (var one = database.open("one");
        var two = database.open("two")) {
      assertThat(one.acquire("orders", "me")).isEqualTo(1);
      long epoch = two.acquire("orders", "me");
      assertThat(epoch).isEqualTo(1);
      var key = new ShardKey("orders", "s");
      one.save(List.of(new Checkpoint(key, epoch, "1", SettledMap.EMPTY, false)));
      assertThat(two.load("orders")).isEmpty();
    }
  }

  @Test
  void shouldOpenWhenManyOpenANewSchemaAtOnce() throws Exception {
    var threads = Executors.newFixedThreadPool(6);
    try {
      for (int round = 0; round < 5; round++) {
        String schema = "new" + round;
        Callable<Long> opener =
            () -> {
              try (var store = database.open(schema)) {
                return store.acquire("orders", "me");
              }
            };
        var epochs = new HashSet<Long>();
        for (Future<Long> epoch : threads.invokeAll(Collections.nCopies(6, opener))) {
          assertThat(epochs.add(epoch.get())).as("given once").isTrue();
        }
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void shouldMigrateAnOlderSchemaStepByStep() throws Exception {
    String first =
        "create table version (version int); insert into version values (0);"
            + " create table last_epoch (epoch int);";
    String second = "create table b (x int); insert into b values (7);";
    prepare(first);
    assertThat(database.text("select version from forebay.version")).isEqualTo("1");
    prepare(first, second);
    prepare(first, second);
    assertThat(database.text("select version from forebay.version")).isEqualTo("2");
    assertThat(database.text("select count(*) from forebay.b")).as("not run again").isEqualTo("1");

    assertThatThrownBy(() -> prepare(first, second, "create table c (x int); nonsense"))
        .isInstanceOf(CheckpointException.class);
    assertThat(database.text("select version from forebay.version")).isEqualTo("2");
    assertThat(database.text("select to_regclass('forebay.c') is null")).isEqualTo("t");
  }

  private void prepare(String... scripts) throws CheckpointException {
    PostgresDialect.ready(database.settings("", "forebay"), Migrations.of(List.of(scripts)))
        .close();
  }

  @Test
  void shouldBeDurableAndSeeTheNewestWhateverTheServerIsSetTo() throws Exception {
    database.asAdministrator(
        "alter role %s set synchronous_commit = off".formatted(database.user()),
        "alter role %s set default_transaction_isolation = 'serializable'"
            .formatted(database.user()));
    var dialect =
        PostgresDialect.ready(
            database.settings("", "forebay"), Migrations.beside(PostgresDialect.class));
    try (var connection = dialect.connect();
        var statement = connection.createStatement();
        var row =
            statement.executeQuery(
                "select current_setting('synchronous_commit'), current_setting('search_path'),"
                    + " current_setting('transaction_isolation')")) {
      row.next();
      assertThat(row.getString(1)).isEqualTo("on");
      assertThat(row.getString(2)).isEqualTo("forebay");
      assertThat(row.getString(3)).isEqualTo("read committed");
    } finally {
      dialect.close();
    }
  }

  @Test
  void shouldUseASchemaThatAnAdministratorMade() throws Exception {
    database.asOwner("create schema forebay");
    String reader = database.newRole();
    database.asOwner("grant usage, create on schema forebay to " + reader);
    try (var store = PostgresCheckpointStore.open(database.settingsOf(reader))) {
      assertThat(store.acquire("orders", "me")).isEqualTo(1);
    }
  }

  @Test
  void shouldNeedNoRightButToWriteOnceTheTablesAreThere() throws Exception {
    open().close();
    String writer = database.newRole();
    database.asOwner(
        "grant usage on schema forebay to " + writer,
        "grant select, insert, update, delete on all tables in schema forebay to " + writer);
    try (var store = PostgresCheckpointStore.open(database.settingsOf(writer))) {
      long epoch = store.acquire("orders", "me");
      var key = new ShardKey("orders", "s");
      assertThat(store.save(List.of(new Checkpoint(key, epoch, "1", SettledMap.EMPTY, false))))
          .isEmpty();
    }
  }
}
