/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.checkpoint.jdbc;

import io.forebay.checkpoint.CheckpointException;
import java.sql.Connection;
import java.sql.SQLException;

/** What differs from one database to the next. */
public interface Dialect {

  /** Names the store for people, without secrets. */
  String name();

  /**
   * A fresh connection in auto-commit mode, ready for use: durable on commit, tables of the newest
   * version. Called again after every failure.
   */
  Connection connect() throws SQLException, CheckpointException;

  /**
   * Waits until no save of this mapping is under way, and keeps others out until the commit: so
   * that none that a new lease should fence ends after it. Nothing to do where a transaction keeps
   * all other writers out anyway.
   */
  void lock(Connection connection, String mapping) throws SQLException;

  /** Says in one sentence what is wrong, where, and what to do. */
  CheckpointException explain(SQLException fault);

  /** Says in one sentence that a shard's row is not what was written. */
  CheckpointException damaged(String mapping, String shard);
}
