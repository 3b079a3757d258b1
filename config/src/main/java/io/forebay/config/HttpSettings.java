/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.config;

import io.forebay.source.Setting;
import java.util.List;

/**
 * Where the daemon's health and metrics pages are.
 *
 * @param bind address or host name to listen on
 * @param port port to listen on; 0: any that is free
 */
public record HttpSettings(String bind, int port) {

  /** The definitions of the section {@code http}. */
  static List<Setting> definitions() {
    return List.of(
        Setting.optional(
                "bind", Setting.Type.TEXT, "Address or host name the daemon's HTTP listens on.")
            .withDefault("127.0.0.1"),
        Setting.optional(
                "port", Setting.Type.INTEGER, "Port the daemon's HTTP listens on; 0: any free.")
            .withDefault("8650")
            .within(0, 65_535));
  }
}
