/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.config;

import io.forebay.source.Setting;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Where the daemon's pages and its control API are, and who may use that API.
 *
 * @param bind address or host name to listen on
 * @param port port to listen on; 0: any that is free
 * @param token what callers of the control API must show; a secret, never shown by {@link
 *     #toString}; empty: nothing, which only loopback may do
 * @param stuckAfter how long a shard may have work without moving before it counts as stuck
 */
public record HttpSettings(String bind, int port, Optional<String> token, Duration stuckAfter) {

  /** Fewest characters of a token. */
  static final int SHORTEST_TOKEN = 16;

  private static final long LONGEST_STUCK_MILLIS = 604_800_000;
  private static final long SHORTEST_STUCK_MILLIS = 1_000;

  /** The definitions of the section {@code http}. */
  static List<Setting> definitions() {
    return List.of(
        Setting.optional(
                "bind", Setting.Type.TEXT, "Address or host name the daemon's HTTP listens on.")
            .withDefault("127.0.0.1"),
        Setting.optional(
                "port", Setting.Type.INTEGER, "Port the daemon's HTTP listens on; 0: any free.")
            .withDefault("8650")
            .within(0, 65_535),
        Setting.optional(
            "token",
            Setting.Type.TEXT,
            "Secret that callers of the control API must show, 16 to 512 visible ASCII"
                + " characters; the environment variable FOREBAY_TOKEN if left out. Required"
                + " unless 'bind' is loopback."),
        Setting.optional(
                "stuckAfter",
                Setting.Type.DURATION,
                "How long a shard may have work without moving before it counts as stuck.")
            .withDefault("5m")
            .within(SHORTEST_STUCK_MILLIS, LONGEST_STUCK_MILLIS));
  }

  @Override
  public String toString() {
    return "http on " + bind + ":" + port + (token.isPresent() ? " with a token" : "");
  }
}
