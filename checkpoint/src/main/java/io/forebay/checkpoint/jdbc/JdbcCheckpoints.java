/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.checkpoint.jdbc;

import io.forebay.checkpoint.Checkpoint;
import io.forebay.checkpoint.CheckpointException;
import io.forebay.checkpoint.CheckpointStore;
import io.forebay.checkpoint.ShardKey;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A checkpoint store in a database. After a failure the connection is given up, and with it what
 * was not committed; the next call opens another. Confined to one thread at a time.
 */
public final class JdbcCheckpoints implements CheckpointStore {

  private final Dialect dialect;
  private final InstantSource clock;
  private @Nullable Session session;
  private boolean closed;

  private JdbcCheckpoints(Dialect dialect, InstantSource clock) {
    this.dialect = dialect;
    this.clock = clock;
  }

  /**
   * Opens the store, so that faults are told now and not at the first save. Closing it closes the
   * dialect.
   */
  public static JdbcCheckpoints open(Dialect dialect, InstantSource clock)
      throws CheckpointException {
    var store = new JdbcCheckpoints(dialect, clock);
    boolean opened = false;
    try {
      store.run(session -> true);
      opened = true;
      return store;
    } finally {
      if (!opened) {
        store.close();
      }
    }
  }

  @Override
  public String name() {
    return dialect.name();
  }

  @Override
  public long acquire(String mapping, String owner) throws CheckpointException {
    return run(session -> session.acquire(mapping, owner, clock.millis()));
  }

  @Override
  public long acquire(String mapping, Set<String> shards, String owner) throws CheckpointException {
    if (shards.isEmpty()) {
      throw new IllegalArgumentException("No shards of " + mapping + " are named.");
    }
    return run(session -> session.acquire(mapping, shards, owner, clock.millis()));
  }

  @Override
  public Map<String, Checkpoint> load(String mapping) throws CheckpointException {
    return run(session -> session.load(mapping));
  }

  @Override
  public Set<ShardKey> save(Collection<Checkpoint> checkpoints) throws CheckpointException {
    if (checkpoints.isEmpty()) {
      return Set.of();
    }
    return run(session -> session.save(checkpoints, clock.millis()));
  }

  @Override
  public void delete(String mapping) throws CheckpointException {
    run(
        session -> {
          session.delete(mapping);
          return true;
        });
  }

  @Override
  public void close() {
    closed = true;
    giveUpSession();
    dialect.close();
  }

  private interface Work<T> {
    T in(Session session) throws SQLException, CheckpointException;
  }

  private <T> T run(Work<T> work) throws CheckpointException {
    if (closed) {
      throw new IllegalStateException(name() + " is closed.");
    }
    boolean done = false;
    try {
      T result = work.in(session());
      done = true;
      return result;
    } catch (SQLException e) {
      throw dialect.explain(e);
    } finally {
      if (!done || dialect.pooled()) {
        giveUpSession();
      }
    }
  }

  private Session session() throws SQLException, CheckpointException {
    Session current = session;
    if (current == null) {
      current = new Session(dialect);
      session = current;
    }
    return current;
  }

  private void giveUpSession() {
    if (session != null) {
      session.close();
      session = null;
    }
  }
}
