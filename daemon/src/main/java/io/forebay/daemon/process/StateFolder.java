/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.process;

import java.nio.file.Path;
import java.util.Optional;

/** The folder that keeps a user's state: {@code $XDG_STATE_HOME/forebay} or {@code ~/.forebay}. */
public final class StateFolder {

  private StateFolder() {}

  /** The folder; it may not exist yet. */
  public static Path path() {
    return Optional.ofNullable(System.getenv("XDG_STATE_HOME"))
        .filter(home -> !home.isBlank())
        .map(home -> Path.of(home, "forebay"))
        .orElseGet(() -> Path.of(System.getProperty("user.home"), ".forebay"));
  }
}
