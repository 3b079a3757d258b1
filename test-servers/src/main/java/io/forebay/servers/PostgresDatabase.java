/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.servers;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/**
 * An empty database and the user who owns it.
 *
 * @param url as JDBC wants it, without user and password
 */
public record PostgresDatabase(String url, String user, String password) {

  /** Connects; the caller closes it. */
  public Connection connect() throws SQLException {
    return DriverManager.getConnection(url, user, password);
  }

  /** Names no password. */
  @Override
  public String toString() {
    return url + " as " + user;
  }
}
