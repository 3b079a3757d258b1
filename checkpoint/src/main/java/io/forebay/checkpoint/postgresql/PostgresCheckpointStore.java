/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.checkpoint.postgresql;

import io.forebay.checkpoint.Checkpoint;
import io.forebay.checkpoint.CheckpointException;
import io.forebay.checkpoint.CheckpointStore;
import io.forebay.checkpoint.ShardKey;
import io.forebay.checkpoint.jdbc.JdbcCheckpoints;
import io.forebay.checkpoint.jdbc.Migrations;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import java.util.Set;

/**
 * Keeps checkpoints in a PostgreSQL database (12 or later). The engines of several machines may
 * share one; epochs keep them apart. Confined to one thread at a time.
 *
 * <p>A server that is gone or frozen makes a call fail within about 10 seconds; the next call
 * connects again.
 */
public final class PostgresCheckpointStore implements CheckpointStore {

  private final JdbcCheckpoints checkpoints;

  private PostgresCheckpointStore(JdbcCheckpoints checkpoints) {
    this.checkpoints = checkpoints;
  }

  /**
   * Connects; creates the schema and its tables where missing, or brings them to the newest
   * version.
   *
   * @throws CheckpointException in one sentence: not reachable, wrong password, no such database,
   *     no right to create the schema, read-only, of a newer version
   */
  public static PostgresCheckpointStore open(PostgresSettings settings) throws CheckpointException {
    return open(settings, Migrations.beside(PostgresCheckpointStore.class));
  }

  static PostgresCheckpointStore open(PostgresSettings settings, Migrations migrations)
      throws CheckpointException {
    var dialect = PostgresDialect.ready(settings, migrations);
    return new PostgresCheckpointStore(JdbcCheckpoints.open(dialect, InstantSource.system()));
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
