/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.checkpoint.sqlite;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** Goes into a file behind the store's back. */
final class Sql {

  private Sql() {}

  static Connection connect(Path file) throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + file);
  }

  static void run(Path file, String sql) throws SQLException {
    try (var connection = connect(file);
        var statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }

  static int number(Path file, String sql) throws SQLException {
    try (var connection = connect(file);
        var statement = connection.createStatement();
        var row = statement.executeQuery(sql)) {
      return row.getInt(1);
    }
  }
}
