/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.process;

import io.forebay.checkpoint.CheckpointException;
import io.forebay.checkpoint.CheckpointStore;
import io.forebay.checkpoint.sqlite.SqliteCheckpointStore;
import io.forebay.config.ForebayConfig;
import io.forebay.daemon.http.AdminServer;
import io.forebay.engine.Engine;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * An engine with its configuration's mappings, its checkpoint store and its admin port. Closing it
 * drains the engine.
 */
public final class RunningEngine implements AutoCloseable {

  private static final String STORE = "forebay.db";

  private final FolderLock lock;
  private final AdminServer admin;
  private final Engine engine;
  private final ForebayConfig config;

  private RunningEngine(FolderLock lock, AdminServer admin, Engine engine, ForebayConfig config) {
    this.lock = lock;
    this.admin = admin;
    this.engine = engine;
    this.config = config;
  }

  /**
   * Starts it all.
   *
   * @param config the configuration, which this closes when it is closed
   * @param data the data folder
   * @param admin the admin port, which listens already, and which this closes when it is closed
   * @throws UserException a folder can't be used, a store can't be opened; all is closed then
   */
  public static RunningEngine start(ForebayConfig config, Path data, AdminServer admin)
      throws UserException {
    Deque<AutoCloseable> started = new ArrayDeque<>(List.of(admin, config));
    try {
      FolderLock lock = FolderLock.take(data, "forebay.lock", "Forebay");
      started.push(lock);
      CheckpointStore store = store(config, data);
      started.push(store);
      Engine engine = Engine.builder().settings(config.engine()).checkpoints(store).start();
      started.push(engine);
      config.mappings().forEach(engine::add);
      admin.serve(engine, Version.text());
      return new RunningEngine(lock, admin, engine, config);
    } catch (UserException | RuntimeException e) {
      closeAll(started);
      throw e;
    }
  }

  /** The engine. */
  public Engine engine() {
    return engine;
  }

  /** The admin port. */
  public AdminServer admin() {
    return admin;
  }

  /** Drains the engine, then lets go of the rest. */
  @Override
  public void close() {
    engine.close();
    admin.close();
    config.close();
    lock.close();
  }

  private static CheckpointStore store(ForebayConfig config, Path data) throws UserException {
    try {
      return SqliteCheckpointStore.open(
          config.checkpoint().path().orElseGet(() -> data.resolve(STORE)));
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
