/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.checkpoint.postgresql;

import io.forebay.checkpoint.Checkpoint;
import io.forebay.checkpoint.ShardKey;
import io.forebay.checkpoint.jdbc.ShardRow;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Writes many rows with one statement, because each statement is a way to the server and back.
 *
 * <p>Before it, on the same way, it takes a shared lock on the rows' mappings, which {@link #lock}
 * takes for itself alone. A statement sees what was committed before it began; with the lock in
 * hand, no lease that it does not see can be committed before it is.
 */
final class ManyRows {

  /** Rows a statement at most: one of a few hundred kilobytes with settled maps of usual size. */
  private static final int MOST = 1_000;

  private static final String KEY = "hashtextextended(current_schema() || '.' || name, 0)";

  private static final String LOCK =
      "select pg_advisory_xact_lock(" + KEY + ") from unnest(?) name";

  private static final String SAVE =
      "select pg_advisory_xact_lock_shared("
          + KEY
          + ") from unnest(?) name;"
          + " insert into shard (mapping, shard, epoch, reached, settled, ended, crc, updated_at)"
          + " select r.mapping, r.shard, r.epoch, r.reached, r.settled, r.ended, r.crc, ?"
          + " from unnest(?, ?, ?, ?, ?, ?, ?)"
          + " as r (mapping, shard, epoch, reached, settled, ended, crc)"
          + " left join shard_lease l on l.mapping = r.mapping and l.shard = r.shard"
          + " left join mapping m on m.name = r.mapping"
          + " where r.epoch = coalesce(l.epoch, m.epoch)"
          + " on conflict (mapping, shard) do update set epoch = excluded.epoch,"
          + " reached = excluded.reached, settled = excluded.settled, ended = excluded.ended,"
          + " crc = excluded.crc, updated_at = excluded.updated_at"
          + " returning mapping, shard";

  private ManyRows() {}

  /** Waits for the mapping's saves to end and keeps new ones out until the commit. */
  static void lock(Connection connection, String mapping) throws SQLException {
    try (var lock = connection.prepareStatement(LOCK)) {
      lock.setArray(1, connection.createArrayOf("text", new String[] {mapping}));
      lock.execute();
    }
  }

  /** Writes what its lease allows; the shards of the others. */
  static Set<ShardKey> save(Connection connection, List<ShardRow> rows, long nowMillis)
      throws SQLException {
    var refused = new HashSet<ShardKey>();
    // All of them each time, and sorted: two that want the same locks never wait for each other.
    String[] mappings =
        rows.stream()
            .map(row -> row.checkpoint().shard().mapping())
            .distinct()
            .sorted()
            .toArray(String[]::new);
    for (int from = 0; from < rows.size(); from += MOST) {
      List<ShardRow> some = rows.subList(from, Math.min(rows.size(), from + MOST));
      some.forEach(row -> refused.add(row.checkpoint().shard()));
      try (var save = connection.prepareStatement(SAVE)) {
        setArray(save, 1, "text", mappings);
        save.setLong(2, nowMillis);
        set(save, some);
        save.execute();
        save.getMoreResults();
        try (ResultSet written = save.getResultSet()) {
          while (written.next()) {
            refused.remove(new ShardKey(written.getString(1), written.getString(2)));
          }
        }
      }
    }
    return refused;
  }

  private static void set(PreparedStatement save, List<ShardRow> rows) throws SQLException {
    int count = rows.size();
    var mappings = new String[count];
    var shards = new String[count];
    var epochs = new Long[count];
    var reached = new String[count];
    var settled = new byte[count][];
    var ended = new Boolean[count];
    var crcs = new Long[count];
    for (int i = 0; i < count; i++) {
      Checkpoint checkpoint = rows.get(i).checkpoint();
      mappings[i] = checkpoint.shard().mapping();
      shards[i] = checkpoint.shard().shard();
      epochs[i] = checkpoint.epoch();
      reached[i] = checkpoint.reached();
      settled[i] = checkpoint.settled().encode();
      ended[i] = checkpoint.ended();
      crcs[i] = rows.get(i).crc();
    }
    setArray(save, 3, "text", mappings);
    setArray(save, 4, "text", shards);
    setArray(save, 5, "int8", epochs);
    setArray(save, 6, "text", reached);
    setArray(save, 7, "bytea", settled);
    setArray(save, 8, "bool", ended);
    setArray(save, 9, "int8", crcs);
  }

  private static void setArray(PreparedStatement save, int index, String type, Object[] values)
      throws SQLException {
    save.setArray(index, save.getConnection().createArrayOf(type, values));
  }
}
