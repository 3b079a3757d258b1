/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.proof;

import io.forebay.checkpoint.Checkpoint;
import io.forebay.checkpoint.sqlite.SqliteCheckpointStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What a killed daemon left in its checkpoint file. */
final class StoredCheckpoints {

  private StoredCheckpoints() {}

  /**
   * Reads a copy, log and all, so that the next process finds the file as the killed one left it.
   *
   * @param file the file; no process has it open
   * @param work where the copy may go
   */
  static Map<String, Checkpoint> read(Path file, Path work, String mapping) throws Exception {
    Path folder = Files.createTempDirectory(work, "checkpoints");
    for (String suffix : List.of("", "-wal")) {
      copy(file.resolveSibling(file.getFileName() + suffix), folder);
    }
    Path copy = folder.resolve(file.getFileName());
    return Files.exists(copy) ? load(copy, mapping) : Map.of();
  }

  /** Reads the file itself, while others use it. */
  static Map<String, Checkpoint> load(Path file, String mapping) throws Exception {
    try (SqliteCheckpointStore store = SqliteCheckpointStore.open(file)) {
      return store.load(mapping);
    }
  }

  private static void copy(Path file, Path folder) throws IOException {
    if (Files.exists(file)) {
      Files.copy(file, folder.resolve(file.getFileName()));
    }
  }
}
