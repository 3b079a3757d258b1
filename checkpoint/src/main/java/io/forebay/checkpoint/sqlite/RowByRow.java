/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.checkpoint.sqlite;

import io.forebay.checkpoint.Checkpoint;
import io.forebay.checkpoint.ShardKey;
import io.forebay.checkpoint.jdbc.ShardRow;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Writes one row a statement: in the same process that costs microseconds, and the commit counts.
 */
final class RowByRow {

  private static final String SAVE =
      "insert into shard (mapping, shard, epoch, reached, settled, ended, crc, updated_at)"
          + " select ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8 where ?3 = coalesce("
          + "(select epoch from shard_lease where mapping = ?1 and shard = ?2),"
          + " (select epoch from mapping where name = ?1))"
          + " on conflict (mapping, shard) do update set epoch = excluded.epoch,"
          + " reached = excluded.reached, settled = excluded.settled, ended = excluded.ended,"
          + " crc = excluded.crc, updated_at = excluded.updated_at";

  private RowByRow() {}

  static Set<ShardKey> save(Connection connection, List<ShardRow> rows, long nowMillis)
      throws SQLException {
    var refused = new HashSet<ShardKey>();
    try (var save = connection.prepareStatement(SAVE)) {
      for (ShardRow row : rows) {
        Checkpoint checkpoint = row.checkpoint();
        save.setString(1, checkpoint.shard().mapping());
        save.setString(2, checkpoint.shard().shard());
        save.setLong(3, checkpoint.epoch());
        save.setString(4, checkpoint.reached());
        save.setBytes(5, checkpoint.settled().encode());
        save.setInt(6, checkpoint.ended() ? 1 : 0);
        save.setLong(7, row.crc());
        save.setLong(8, nowMillis);
        save.addBatch();
      }
      int[] written = save.executeBatch();
      for (int i = 0; i < written.length; i++) {
        if (written[i] == 0) {
          refused.add(rows.get(i).checkpoint().shard());
        }
      }
    }
    return refused;
  }
}
