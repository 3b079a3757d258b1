/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.config;

import io.forebay.source.Setting;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where progress is kept.
 *
 * @param type the store's type: {@code sqlite}
 * @param path the store's file; empty: {@code forebay.db} in the data folder
 */
public record CheckpointSettings(String type, Optional<Path> path) {

  /** The definitions of the section {@code checkpoint}. */
  static List<Setting> definitions() {
    return List.of(
        Setting.choice("type", List.of("sqlite"), "The store that progress is kept in."),
        Setting.optional(
            "path",
            Setting.Type.PATH,
            "The store's file; forebay.db in the data folder if left out."));
  }
}
