/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.servers;

import io.forebay.servers.run.Machine;
import io.forebay.servers.run.Ports;
import io.forebay.servers.run.ServerFolder;
import io.forebay.servers.run.ServerRunner;
import io.forebay.servers.run.Shared;
import io.forebay.servers.run.Waiting;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A real PostgreSQL server with a folder of its own that goes with it. Passwords are asked for
 * (SCRAM), as on a server in production.
 *
 * <p>Address and data survive {@link #stop}, {@link #kill} and {@link #startAgain}: what was
 * committed is there again. For use by one thread at a time.
 */
public final class PostgresServer implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Shared<PostgresServer> SHARED =
      new Shared<>(() -> start(true), PostgresServer::remove);

  private final PostgresDatabase maintenance;
  private final ServerFolder folder;
  private final ServerRunner runner;
  private final boolean shared;
  private final AtomicInteger databases = new AtomicInteger();

  private PostgresServer(
      PostgresDatabase maintenance, ServerFolder folder, ServerRunner runner, boolean shared) {
    this.maintenance = maintenance;
    this.folder = folder;
    this.runner = runner;
    this.shared = shared;
  }

  /**
   * A server, ready for use.
   *
   * @throws org.opentest4j.TestAbortedException if this machine has nothing to run it in
   * @throws IllegalStateException with the end of its log, if it does not start
   */
  public static PostgresServer start() {
    return start(false);
  }

  private static PostgresServer start(boolean shared) {
    ServerFolder folder = ServerFolder.create("postgres");
    try {
      return startIn(folder, shared);
    } catch (RuntimeException e) {
      folder.delete();
      throw e;
    }
  }

  private static PostgresServer startIn(ServerFolder folder, boolean shared) {
    int port = Ports.free();
    String password = UUID.randomUUID().toString();
    String url = "jdbc:postgresql://%s:%d/postgres".formatted(Machine.host(), port);
    PostgresDatabase maintenance = new PostgresDatabase(url, "postgres", password);
    ServerRunner runner =
        Machine.runsContainers()
            ? PostgresContainer.of(port, password)
            : PostgresProcess.of(folder, port, password);
    PostgresServer server = new PostgresServer(maintenance, folder, runner, shared);
    try {
      runner.start();
      server.awaitReady();
      return server;
    } catch (RuntimeException e) {
      server.remove();
      throw e;
    }
  }

  /**
   * The server that the tests of this JVM share: started by the first who asks, stopped with the
   * JVM. Use databases of your own; it can't be stopped by a test.
   */
  public static PostgresServer shared() {
    return SHARED.get();
  }

  /** An empty database, owned by a user who may do nothing else. */
  public PostgresDatabase newDatabase() {
    String name = "test" + databases.incrementAndGet();
    String password = UUID.randomUUID().toString();
    try (Connection connection = maintenance.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE ROLE %s LOGIN PASSWORD '%s'".formatted(name, password));
      statement.execute("CREATE DATABASE %s OWNER %s".formatted(name, name));
    } catch (SQLException e) {
      throw new IllegalStateException("database " + name + " could not be made", e);
    }
    String url = maintenance.url().replaceFirst("postgres$", name);
    return new PostgresDatabase(url, name, password);
  }

  /** The database {@code postgres} and the superuser, who may look at and end others' sessions. */
  public PostgresDatabase maintenance() {
    return maintenance;
  }

  /** Shuts down in good order; connections are ended. */
  public void stop() {
    mustBeOwn();
    runner.stop();
  }

  /** Ends all of it as a crash would: SIGKILL. */
  public void kill() {
    mustBeOwn();
    runner.kill();
  }

  /** Holds all of it still, connections open: SIGSTOP. */
  public void suspend() {
    mustBeOwn();
    runner.suspend();
  }

  /** Lets a suspended server go on: SIGCONT. */
  public void resume() {
    mustBeOwn();
    runner.resume();
  }

  /** Starts a server that was stopped or killed, at the same address, with the same data. */
  public void startAgain() {
    mustBeOwn();
    runner.start();
    awaitReady();
  }

  /** Ends the server and deletes its data. */
  @Override
  public void close() {
    mustBeOwn();
    remove();
  }

  private void remove() {
    runner.remove();
    folder.delete();
  }

  private void mustBeOwn() {
    if (shared) {
      throw new IllegalStateException(
          "the shared PostgreSQL server is for all tests: for one to stop, use"
              + " PostgresServer.start()");
    }
  }

  private void awaitReady() {
    Waiting.untilReady("PostgreSQL", PATIENCE, runner, this::answers);
  }

  private boolean answers() {
    try (Connection connection = maintenance.connect()) {
      return connection.isValid(5);
    } catch (SQLException e) {
      return false;
    }
  }
}
