/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.process;

import io.forebay.checkpoint.CheckpointException;
import io.forebay.checkpoint.CheckpointStore;
import io.forebay.checkpoint.postgresql.PostgresCheckpointStore;
import io.forebay.checkpoint.postgresql.PostgresSettings;
import io.forebay.checkpoint.sqlite.SqliteCheckpointStore;
import io.forebay.config.CheckpointSettings;
import io.forebay.config.ConfigResult;
import io.forebay.config.ForebayConfig;
import io.forebay.daemon.control.ControlApi;
import io.forebay.daemon.health.ShardWatch;
import io.forebay.daemon.http.AdminServer;
import io.forebay.daemon.reload.Configurations;
import io.forebay.daemon.reload.HttpInForce;
import io.forebay.daemon.reload.Reloader;
import io.forebay.engine.Engine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * An engine with its configuration's mappings, its checkpoint store and its admin port. Closing it
 * drains the engine.
 */
public final class RunningEngine implements AutoCloseable {

  private static final String STORE = "forebay.db";

  private final FolderLock lock;
  private final AdminServer admin;
  private final Engine engine;
  private final Configurations configurations;
  private final HttpInForce http;
  private final ShardWatch watch;
  private Optional<Reloader> reloader = Optional.empty();

  private RunningEngine(
      FolderLock lock, AdminServer admin, Engine engine, Configurations configurations) {
    this.lock = lock;
    this.admin = admin;
    this.engine = engine;
    this.configurations = configurations;
    http = new HttpInForce(configurations.first().http());
    watch = ShardWatch.start(engine, () -> http.get().stuckAfter());
  }

  /**
   * Starts it all.
   *
   * @param config the configuration, which this closes when it is closed
   * @param data the data folder
   * @param admin the admin port, which listens already, and which this closes when it is closed
   * @param files reads the configuration again for a reload; empty: there is none to read
   * @throws UserException a folder can't be used, a store can't be opened; all is closed then
   */
  public static RunningEngine start(
      ForebayConfig config, Path data, AdminServer admin, Optional<Supplier<ConfigResult>> files)
      throws UserException {
    Configurations configurations = new Configurations(config);
    Deque<AutoCloseable> started = new ArrayDeque<>(List.of(admin, configurations));
    try {
      FolderLock lock = FolderLock.take(data, "forebay.lock", "Forebay");
      started.push(lock);
      CheckpointStore store = store(config.checkpoint(), data);
      started.push(store);
      Engine engine = Engine.builder().settings(config.engine()).checkpoints(store).start();
      started.push(engine);
      config.mappings().forEach(engine::add);
      RunningEngine running = new RunningEngine(lock, admin, engine, configurations);
      running.open(files);
      return running;
    } catch (UserException | RuntimeException e) {
      closeAll(started);
      throw e;
    }
  }

  private void open(Optional<Supplier<ConfigResult>> files) {
    reloader = files.map(again -> new Reloader(engine, configurations, again, http));
    admin.serve(engine, watch::report, Version.text());
    admin.control(new ControlApi(engine, configurations, watch::report, reloader, http::get));
  }

  /** The engine. */
  public Engine engine() {
    return engine;
  }

  /** The admin port. */
  public AdminServer admin() {
    return admin;
  }

  /** Reads the configuration again, in its own time; the log says what comes of it. Any thread. */
  public void reload(Duration wait) {
    reloader.ifPresent(one -> one.reload(wait));
  }

  /** Drains the engine, then lets go of the rest. */
  @Override
  public void close() {
    reloader.ifPresent(Reloader::close);
    watch.close();
    engine.close();
    admin.close();
    configurations.close();
    lock.close();
  }

  private static CheckpointStore store(CheckpointSettings settings, Path data)
      throws UserException {
    try {
      return settings.url().isPresent()
          ? PostgresCheckpointStore.open(
              new PostgresSettings(
                  settings.url().get(), settings.user(), settings.password(), settings.schema()))
          : SqliteCheckpointStore.open(settings.path().orElseGet(() -> data.resolve(STORE)));
    } catch (CheckpointException e) {
      throw UserException.failed(String.valueOf(e.getMessage()));
    }
  }

  private static void closeAll(Deque<AutoCloseable> started) {
    for (AutoCloseable one : started) {
      try {
        one.close();
      } catch (Exception e) {
        // why it did not start is what the caller is told
      }
    }
  }
}
