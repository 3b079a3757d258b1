/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.proof.kafka;

import io.forebay.checkpoint.Checkpoint;
import io.forebay.checkpoint.postgresql.PostgresCheckpointStore;
import io.forebay.checkpoint.postgresql.PostgresSettings;
import io.forebay.daemon.proof.Lives;
import io.forebay.servers.PostgresDatabase;
import java.util.Map;
import java.util.Optional;

/** What a PostgreSQL database has of a mapping's progress. */
public final class PostgresCheckpoints implements Lives.Stored, AutoCloseable {

  private final PostgresCheckpointStore store;

  /** Of this database. */
  public PostgresCheckpoints(PostgresDatabase database) throws Exception {
    store =
        PostgresCheckpointStore.open(
            new PostgresSettings(
                database.url(),
                Optional.of(database.user()),
                Optional.of(database.password()),
                PostgresSettings.SCHEMA));
  }

  /** The section {@code checkpoint} that makes a daemon keep its progress there. */
  public static String section(PostgresDatabase database) {
    return "checkpoint: {type: postgresql, url: \"%s\", user: %s, password: \"%s\"}\n"
        .formatted(database.url(), database.user(), database.password());
  }

  @Override
  public Map<String, Checkpoint> load(String mapping) throws Exception {
    return store.load(mapping);
  }

  @Override
  public void close() {
    store.close();
  }
}
