/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.checkpoint.jdbc;

import io.forebay.checkpoint.Checkpoint;
import io.forebay.checkpoint.CheckpointException;
import io.forebay.checkpoint.SettledMap;
import io.forebay.checkpoint.ShardKey;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection and the statements on it. A transaction ends with {@link #commit}; when a method
 * throws, the session has to be closed, which rolls back.
 */
final class Session implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Session.class);

  private final Dialect dialect;
  private final Connection connection;

  Session(Dialect dialect) throws SQLException, CheckpointException {
    this.dialect = dialect;
    this.connection = dialect.connect();
  }

  long acquire(String mapping, String owner, long nowMillis) throws SQLException {
    connection.setAutoCommit(false);
    dialect.lock(connection, mapping);
    long epoch = nextEpoch();
    update("delete from shard_lease where mapping = ?", mapping);
    update(
        "insert into mapping (name, epoch, owner, acquired_at) values (?, ?, ?, ?)"
            + " on conflict (name) do update set epoch = excluded.epoch, owner = excluded.owner,"
            + " acquired_at = excluded.acquired_at",
        mapping,
        epoch,
        owner,
        nowMillis);
    commit();
    return epoch;
  }

  long acquire(String mapping, Set<String> shards, String owner, long nowMillis)
      throws SQLException {
    connection.setAutoCommit(false);
    dialect.lock(connection, mapping);
    long epoch = nextEpoch();
    try (var lease =
        connection.prepareStatement(
            "insert into shard_lease (mapping, shard, epoch, owner, acquired_at)"
                + " values (?, ?, ?, ?, ?) on conflict (mapping, shard) do update set"
                + " epoch = excluded.epoch, owner = excluded.owner,"
                + " acquired_at = excluded.acquired_at")) {
      for (String shard : shards) {
        set(lease, mapping, shard, epoch, owner, nowMillis);
        lease.addBatch();
      }
      lease.executeBatch();
    }
    commit();
    return epoch;
  }

  private long nextEpoch() throws SQLException {
    update("update last_epoch set epoch = epoch + 1");
    try (var query = connection.prepareStatement("select epoch from last_epoch");
        ResultSet row = query.executeQuery()) {
      if (!row.next()) {
        throw new SQLException("The table last_epoch is empty.");
      }
      return row.getLong(1);
    }
  }

  Map<String, Checkpoint> load(String mapping) throws SQLException, CheckpointException {
    var checkpoints = new HashMap<String, Checkpoint>();
    try (var query =
        connection.prepareStatement(
            "select shard, epoch, reached, settled, ended, crc from shard where mapping = ?")) {
      query.setString(1, mapping);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          Checkpoint checkpoint = checkpoint(mapping, row);
          checkpoints.put(checkpoint.shard().shard(), checkpoint);
        }
      }
    }
    return checkpoints;
  }

  Set<ShardKey> save(Collection<Checkpoint> checkpoints, long nowMillis) throws SQLException {
    var latest = new LinkedHashMap<ShardKey, Checkpoint>();
    checkpoints.forEach(checkpoint -> latest.put(checkpoint.shard(), checkpoint));
    List<ShardRow> rows =
        latest.values().stream()
            .map(checkpoint -> new ShardRow(checkpoint, crc(checkpoint)))
            .toList();
    connection.setAutoCommit(false);
    Set<ShardKey> refused = dialect.save(connection, rows, nowMillis);
    commit();
    return refused;
  }

  void delete(String mapping) throws SQLException {
    connection.setAutoCommit(false);
    dialect.lock(connection, mapping);
    update("delete from shard where mapping = ?", mapping);
    update("delete from shard_lease where mapping = ?", mapping);
    update("delete from mapping where name = ?", mapping);
    commit();
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      LOG.debug("{}: closing failed after an earlier failure.", dialect.name(), e);
    }
  }

  /** By JDBC's definition the switch commits; and no transaction stays open until the next save. */
  private void commit() throws SQLException {
    connection.setAutoCommit(true);
  }

  private void update(String sql, Object... values) throws SQLException {
    try (var statement = connection.prepareStatement(sql)) {
      set(statement, values);
      statement.executeUpdate();
    }
  }

  private static void set(PreparedStatement statement, Object... values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
  }

  private Checkpoint checkpoint(String mapping, ResultSet row)
      throws SQLException, CheckpointException {
    var key = new ShardKey(mapping, row.getString("shard"));
    String reached = row.getString("reached");
    byte[] settled = row.getBytes("settled");
    boolean ended = row.getBoolean("ended");
    if (reached == null || settled == null) {
      throw dialect.damaged(mapping, key.shard());
    }
    var map = SettledMap.decode(settled);
    if (map.isEmpty()) {
      LOG.warn(
          "{}: the map of what is settled above the checkpoint of {} can't be read and is left out;"
              + " some records will be handled again.",
          dialect.name(),
          key);
    }
    var checkpoint =
        new Checkpoint(key, row.getLong("epoch"), reached, map.orElse(SettledMap.EMPTY), ended);
    long crc = row.getLong("crc");
    boolean checked = !row.wasNull();
    if (checked && crc != crc(checkpoint)) {
      throw dialect.damaged(mapping, key.shard());
    }
    return checkpoint;
  }

  /** Without the settled map, which has its own and may be left out. */
  private static long crc(Checkpoint checkpoint) {
    var crc = new CRC32C();
    for (String part :
        new String[] {
          checkpoint.shard().mapping(),
          checkpoint.shard().shard(),
          Long.toString(checkpoint.epoch()),
          checkpoint.reached(),
          Boolean.toString(checkpoint.ended())
        }) {
      crc.update(part.getBytes(StandardCharsets.UTF_8));
      crc.update(0);
    }
    return crc.getValue();
  }
}
