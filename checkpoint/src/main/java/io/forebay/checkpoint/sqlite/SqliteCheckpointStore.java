/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.checkpoint.sqlite;

import io.forebay.checkpoint.Checkpoint;
import io.forebay.checkpoint.CheckpointException;
import io.forebay.checkpoint.CheckpointStore;
import io.forebay.checkpoint.ShardKey;
import io.forebay.checkpoint.jdbc.JdbcCheckpoints;
import io.forebay.checkpoint.jdbc.Migrations;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import java.util.Set;

/**
 * Keeps checkpoints in one SQLite file (write-ahead log, fully synchronous). Several processes may
 * share a file, on one machine; epochs keep them apart. Confined to one thread at a time.
 */
public final class SqliteCheckpointStore implements CheckpointStore {

  /** How long a call waits for another process that writes to the same file. */
  private static final Duration BUSY_TIMEOUT = Duration.ofSeconds(5);

  private final JdbcCheckpoints checkpoints;

  private SqliteCheckpointStore(JdbcCheckpoints checkpoints) {
    this.checkpoints = checkpoints;
  }

  /**
   * Opens a file; creates it, and its folder, where missing.
   *
   * @throws CheckpointException in one sentence: damaged, foreign, of a newer version, locked,
   *     read-only, disk full
   */
  public static SqliteCheckpointStore open(Path file) throws CheckpointException {
    return open(file, BUSY_TIMEOUT, Migrations.beside(SqliteCheckpointStore.class));
  }

  static SqliteCheckpointStore open(Path file, Duration busyTimeout, Migrations migrations)
      throws CheckpointException {
    var dialect = new SqliteDialect(file, busyTimeout, migrations);
    return new SqliteCheckpointStore(JdbcCheckpoints.open(dialect, InstantSource.system()));
  }

  @Override
  public String name() {
    return checkpoints.name();
  }

  @Override
  public long acquire(String mapping, String owner) throws CheckpointException {
    return checkpoints.acquire(mapping, owner);
  }

  @Override
  public long acquire(String mapping, Set<String> shards, String owner) throws CheckpointException {
    return checkpoints.acquire(mapping, shards, owner);
  }

  @Override
  public Map<String, Checkpoint> load(String mapping) throws CheckpointException {
    return checkpoints.load(mapping);
  }

  @Override
  public Set<ShardKey> save(Collection<Checkpoint> checkpoints) throws CheckpointException {
    return this.checkpoints.save(checkpoints);
  }

  @Override
  public void delete(String mapping) throws CheckpointException {
    checkpoints.delete(mapping);
  }

  @Override
  public void close() {
    checkpoints.close();
  }
}
