/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.servers;

import io.forebay.servers.run.ContainerRunner;
import io.forebay.servers.run.ServerRunner;
import java.util.List;
import java.util.Map;

/** A PostgreSQL server in a container of the official image, or one that is started like it. */
final class PostgresContainer {
  private static final String IMAGE = "postgres:17";

  private PostgresContainer() {}

  /** The container, not made yet. */
  static ServerRunner of(int port, String password) {
    return new ContainerRunner(IMAGE, "FOREBAY_TEST_POSTGRES_IMAGE", List.of(port))
        .environment(Map.of("POSTGRES_PASSWORD", password))
        .arguments("postgres", "-p", String.valueOf(port), "-c", "fsync=off");
  }
}
