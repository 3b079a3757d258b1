/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.checkpoint.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * The way of the tables from version to version: script n leads from version n - 1 to n. A script
 * that was released is never changed, a new one is added.
 */
public final class Migrations {

  private final List<String> scripts;

  private Migrations(List<String> scripts) {
    this.scripts = List.copyOf(scripts);
  }

  /** These scripts, the first of which makes version 1. */
  public static Migrations of(List<String> scripts) {
    return new Migrations(scripts);
  }

  /** The resources schema-1.sql, schema-2.sql and so on that lie beside a class. */
  public static Migrations beside(Class<?> place) {
    var scripts = new ArrayList<String>();
    try {
      InputStream script = place.getResourceAsStream("schema-1.sql");
      while (script != null) {
        scripts.add(new String(script.readAllBytes(), StandardCharsets.UTF_8));
        script.close();
        script = place.getResourceAsStream("schema-" + (scripts.size() + 1) + ".sql");
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The database scripts can't be read from the jar.", e);
    }
    return new Migrations(scripts);
  }

  /** The version the last script makes. */
  public int newest() {
    return scripts.size();
  }

  /** Runs the scripts that lead on from a version, within the caller's transaction. */
  public void apply(Connection connection, int from) throws SQLException {
    try (var statement = connection.createStatement()) {
      for (String script : scripts.subList(from, scripts.size())) {
        statement.executeUpdate(script);
      }
    }
  }
}
