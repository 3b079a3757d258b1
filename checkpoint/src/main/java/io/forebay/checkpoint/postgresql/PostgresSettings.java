/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.checkpoint.postgresql;

import java.util.Optional;

/**
 * Where a PostgreSQL server is and who asks.
 *
 * @param url JDBC URL, with several hosts and any of the driver's parameters (TLS among them):
 *     {@code jdbc:postgresql://host:5432/database?sslmode=verify-full}
 * @param user the role; none: that of the URL, or the one named like the operating system's user
 * @param password its password; none: that of the URL, or none is sent
 * @param schema the schema with the tables, {@link #SCHEMA} by default
 */
public record PostgresSettings(
    String url, Optional<String> user, Optional<String> password, String schema) {

  /** The schema's name where none is given. */
  public static final String SCHEMA = "forebay";

  /** What a schema may be called: so it needs no quotes anywhere. */
  public static final String SCHEMA_NAME = "[a-z_][a-z0-9_]{0,62}";

  /** With neither user nor password but those of the URL, and the default schema. */
  public PostgresSettings(String url) {
    this(url, Optional.empty(), Optional.empty(), SCHEMA);
  }

  /** Whether the URL gives a value to this parameter of the driver. */
  boolean names(String parameter) {
    return url.contains("?" + parameter + "=") || url.contains("&" + parameter + "=");
  }

  /** Without the password and without the URL's parameters, where passwords can stand too. */
  @Override
  public String toString() {
    int parameters = url.indexOf('?');
    return (parameters < 0 ? url : url.substring(0, parameters)) + " schema " + schema;
  }
}
