/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.checkpoint.jdbc;

import io.forebay.checkpoint.CheckpointException;
import io.forebay.checkpoint.ShardKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/** What differs from one database to the next. */
public interface Dialect extends AutoCloseable {

  /** Names the store for people, without secrets. */
  String name();

  /**
   * A connection in auto-commit mode, ready for use: durable on commit, tables of the newest
   * version. Called again after every failure.
   */
  Connection connect() throws SQLException, CheckpointException;

  /** Whether connections come from a pool and go back there after each call. */
  boolean pooled();

  /**
   * Waits until no save of this mapping is under way, and keeps others out until the commit: so
   * that none that a new lease should fence ends after it. Nothing to do where a transaction keeps
   * all other writers out anyway.
   */
  void lock(Connection connection, String mapping) throws SQLException;

  /**
   * Writes rows, within the caller's transaction. The very statement that writes a row checks that
   * its epoch is that of the shard's lease or, where the shard has none, of its mapping's.
   *
   * @param rows at most one a shard
   * @return the shards whose epoch is another; nothing of theirs was written
   */
  Set<ShardKey> save(Connection connection, List<ShardRow> rows, long nowMillis)
      throws SQLException;

  /** Says in one sentence what is wrong, where, and what to do. */
  CheckpointException explain(SQLException fault);

  /** Says in one sentence that a shard's row is not what was written. */
  CheckpointException damaged(String mapping, String shard);

  /** Frees what connections were taken from. */
  @Override
  void close();
}
