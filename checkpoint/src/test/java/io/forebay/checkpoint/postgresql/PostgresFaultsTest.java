/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.checkpoint.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.forebay.checkpoint.Checkpoint;
import io.forebay.checkpoint.CheckpointException;
import io.forebay.checkpoint.SettledMap;
import io.forebay.checkpoint.ShardKey;
import io.forebay.servers.PostgresServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Servers and databases as they should not be: each is one clear sentence without secrets. */
@Tag("servers")
class PostgresFaultsTest {

  private static final String SECRET = "geheim";

  private final TestDatabase database = TestDatabase.on(PostgresServer.shared());

  private static List<Checkpoint> at(long epoch, String reached) {
    var key = new ShardKey("orders", "s");
    return List.of(new Checkpoint(key, epoch, reached, SettledMap.EMPTY, false));
  }

  private void assertRefused(PostgresSettings settings, String... words) {
    var refused =
        catchThrowableOfType(
            CheckpointException.class, () -> PostgresCheckpointStore.open(settings).close());
    assertThat(refused)
        .hasMessageStartingWith("Checkpoint database postgresql://")
        .hasMessageContainingAll(words)
        .hasMessageEndingWith(".")
        .hasMessageNotContaining("\n");
    var everything = new StringWriter();
    refused.printStackTrace(new PrintWriter(everything));
    assertThat(everything.toString()).doesNotContain(SECRET, database.password());
  }

  private PostgresSettings as(String user, String password) {
    return new PostgresSettings(
        database.url(), Optional.of(user), Optional.of(password), PostgresSettings.SCHEMA);
  }

  private PostgresSettings at(String url) {
    return new PostgresSettings(url, Optional.of("me"), Optional.of(SECRET), "forebay");
  }

  @Test
  void shouldSayThatThePasswordIsWrong() {
    assertRefused(
        as(database.user(), SECRET),
        database.url().replace("jdbc:", ""),
        "refuses the password of user " + database.user());
  }

  @Test
  void shouldSayThatNoPasswordIsGiven() {
    var settings = new PostgresSettings(database.url(), Optional.of("x"), Optional.empty(), "f");
    assertRefused(settings, "password");
  }

  @Test
  void shouldSayThatThereIsNoSuchUser() {
    assertRefused(as("nobody", SECRET), "refuses the password of user nobody");
  }

  @Test
  void shouldSayThatThereIsNoSuchDatabase() {
    var settings = database.settings("", "forebay");
    assertRefused(
        new PostgresSettings(
            settings.url() + "_not", settings.user(), settings.password(), "forebay"),
        "does not exist",
        "create the database");
  }

  @Test
  void shouldSayThatNobodyListens() throws IOException {
    int port;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    assertRefused(
        at("jdbc:postgresql://127.0.0.1:" + port + "/forebay?password=" + SECRET),
        "postgresql://127.0.0.1:" + port + "/forebay is not reachable",
        "check that it runs");
  }

  @Test
  void shouldSayThatTheHostIsNotKnown() {
    assertRefused(at("jdbc:postgresql://no-such-host.invalid/forebay"), "host is not known");
  }

  @Test
  void shouldSayThatAServerDoesNotAnswer() throws IOException {
    try (var mute = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertRefused(
          at("jdbc:postgresql://127.0.0.1:" + mute.getLocalPort() + "/forebay?loginTimeout=1"),
          "does not answer");
    }
  }

  @Test
  void shouldSayThatThereIsNoTls() {
    assertRefused(database.settings("?sslmode=require", "forebay"), "TLS", "sslmode");
  }

  @Test
  void shouldSayThatTheUrlIsNone() {
    for (String url : List.of("", "forebay", "postgresql://host/db", "jdbc:postgresql://h:x/db")) {
      assertThatThrownBy(() -> PostgresCheckpointStore.open(at(url + "?password=" + SECRET)))
          .isInstanceOf(CheckpointException.class)
          .hasMessageContainingAll("URL", "jdbc:postgresql://host:5432/database")
          .hasMessageNotContaining(SECRET);
    }
  }

  @Test
  void shouldSayWhichSchemaNamesThereAre() {
    for (String schema : List.of("", "A", "a-b", "1a", "a\"; drop schema public", "a".repeat(64))) {
      assertThatThrownBy(() -> database.open(schema))
          .isInstanceOf(CheckpointException.class)
          .hasMessageContainingAll("small letters", "\"" + schema + "\"");
    }
  }

  @Test
  void shouldSayThatTheSchemaMayNotBeCreated() throws Exception {
    String role = database.newRole();
    assertRefused(
        database.settingsOf(role),
        "does not let user " + role + " create or use the schema forebay",
        "create schema forebay authorization " + role);
  }

  @Test
  void shouldSayThatTheTablesMayNotBeRead() throws Exception {
    database.open().close();
    String role = database.newRole();
    assertRefused(database.settingsOf(role), "does not let user " + role);
    database.asOwner("grant usage on schema forebay to " + role);
    assertRefused(database.settingsOf(role), "does not let user " + role);
  }

  @Test
  void shouldSayThatTheDatabaseIsReadOnly() throws Exception {
    try (var store = database.open()) {
      long epoch = store.acquire("orders", "me");
      readOnly("on");
      endSessions();
      assertRefused(database.settings("", "forebay"), "is read-only", "name the primary");
      assertThat(saves(store, epoch)).last().asString().contains("is read-only");
      readOnly("off");
      endSessions();
      assertThat(saves(store, epoch)).last().isEqualTo("saved");
    }
  }

  /**
   * What three saves come to: the pool may give out a connection that was just ended, and learns of
   * it then.
   */
  private static List<String> saves(PostgresCheckpointStore store, long epoch) {
    var results = new ArrayList<String>();
    for (int i = 0; i < 3; i++) {
      try {
        assertThat(store.save(at(epoch, "1"))).isEmpty();
        results.add("saved");
      } catch (CheckpointException e) {
        results.add(e.getMessage());
      }
    }
    return results;
  }

  private void readOnly(String on) throws Exception {
    database.asAdministrator(
        "alter role %s set default_transaction_read_only = %s".formatted(database.user(), on));
  }

  /** Waits until the server has ended the sessions: a new one has what was altered. */
  private void endSessions() throws Exception {
    String sessions =
        "from pg_stat_activity where datname = '%s' and pid <> pg_backend_pid()"
            .formatted(database.user());
    database.asAdministrator("select pg_terminate_backend(pid, 10000) " + sessions);
  }

  @Test
  void shouldSayThatTheEncodingCannotHoldAnyText() throws Exception {
    String name = database.user() + "_latin";
    database.asAdministrator(
        "create database %s owner %s encoding 'LATIN1' locale 'C' template template0"
            .formatted(name, database.user()));
    var settings = database.settings("", "forebay");
    assertRefused(
        new PostgresSettings(
            settings.url() + "_latin", settings.user(), settings.password(), "forebay"),
        "has the encoding LATIN1",
        "UTF8");
  }

  @Test
  void shouldRefuseANewerVersionAndNameBoth() throws Exception {
    database.open().close();
    database.asOwner("update forebay.version set version = 7");
    assertRefused(
        database.settings("", "forebay"),
        "has version 7",
        "versions up to 1",
        "run the newer Forebay");
  }

  @Test
  void shouldRefuseAnotherProgramsTables() throws Exception {
    database.asOwner("create schema forebay", "create table forebay.version (version int)");
    assertRefused(database.settings("", "forebay"), "another program", "name another schema");
    database.asOwner("create table forebay.bookmarks (url text)", "drop table forebay.version");
    database.open().close();
  }

  @Test
  void shouldSayThatThereAreNoMoreConnections() throws Exception {
    database.asAdministrator("alter role %s connection limit 0".formatted(database.user()));
    assertRefused(database.settings("", "forebay"), "takes no more connections");
  }

  @Test
  void shouldSayThatTheTablesAreGoneAndWhichRowIsDamaged() throws Exception {
    try (var store = database.open()) {
      long epoch = store.acquire("orders", "me");
      store.save(at(epoch, "1"));
      database.asOwner("update forebay.shard set reached = '2'");
      assertThatThrownBy(() -> store.load("orders"))
          .isInstanceOf(CheckpointException.class)
          .hasMessageContaining("holds a damaged checkpoint of orders/s");
      database.asOwner("update forebay.shard set crc = null");
      assertThat(store.load("orders").get("s").reached()).as("edited by hand").isEqualTo("2");
      database.asOwner("update forebay.shard set settled = 'xyz'");
      assertThat(store.load("orders").get("s").settled()).isEqualTo(SettledMap.EMPTY);
      database.asOwner("drop schema forebay cascade");
      assertThatThrownBy(() -> store.save(at(epoch, "3")))
          .isInstanceOf(CheckpointException.class)
          .hasMessageContaining("has lost tables of the schema forebay");
    }
  }

  @Test
  void shouldSayThatALockIsHeldAndSaveOnceItIsFree() throws Exception {
    try (var store = database.open();
        var other = database.database().connect();
        var statement = other.createStatement()) {
      long epoch = store.acquire("orders", "me");
      store.save(at(epoch, "1"));
      other.setAutoCommit(false);
      statement.execute("lock table forebay.shard");
      assertThatThrownBy(() -> store.save(at(epoch, "2")))
          .isInstanceOf(CheckpointException.class)
          .hasMessageContaining("kept a lock waiting");
      other.rollback();
      assertThat(store.save(at(epoch, "3"))).isEmpty();
    }
  }

  @Test
  void shouldRefuseTextThatPostgresqlCannotHold() throws Exception {
    try (var store = database.open()) {
      long epoch = store.acquire("orders", "me");
      assertThatThrownBy(() -> store.save(at(epoch, "a\0b")))
          .isInstanceOf(CheckpointException.class)
          .hasMessageContaining("can't be used");
      assertThat(store.save(at(epoch, "ab"))).isEmpty();
    }
  }
}
