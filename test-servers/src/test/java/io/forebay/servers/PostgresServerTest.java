/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("servers")
class PostgresServerTest {

  @Test
  void shouldKeepRowsWhenStoppedOrKilled() throws SQLException {
    try (PostgresServer server = PostgresServer.start()) {
      PostgresDatabase database = server.newDatabase();
      execute(database, "CREATE TABLE places (place int)");
      execute(database, "INSERT INTO places VALUES (1)");
      server.stop();
      assertThatThrownBy(database::connect).isInstanceOf(SQLException.class);
      server.startAgain();
      execute(database, "INSERT INTO places VALUES (2)");
      server.kill();
      assertThatThrownBy(database::connect).isInstanceOf(SQLException.class);
      server.startAgain();

      assertThat(sum(database)).isEqualTo(3);
    }
  }

  @Test
  void shouldRefuseAWrongPassword() {
    PostgresDatabase database = PostgresServer.shared().newDatabase();
    PostgresDatabase wrong = new PostgresDatabase(database.url(), database.user(), "guessed");
    assertThatThrownBy(wrong::connect).hasMessageContaining("password authentication failed");
  }

  private static void execute(PostgresDatabase database, String sql) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static int sum(PostgresDatabase database) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT sum(place) FROM places")) {
      rows.next();
      return rows.getInt(1);
    }
  }
}
