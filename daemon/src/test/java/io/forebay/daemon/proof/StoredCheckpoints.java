/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.proof;

import io.forebay.checkpoint.Checkpoint;
import io.forebay.checkpoint.sqlite.SqliteCheckpointStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What a daemon's checkpoint file has, or a killed one left in it. */
public final class StoredCheckpoints implements Lives.Stored {

  private final Path file;
  private final Path work;

  /**
   * Of this file.
   *
   * @param work where copies may go
   */
  public StoredCheckpoints(Path file, Path work) {
    this.file = file;
    this.work = work;
  }

  /** Reads the file itself, while others use it. */
  @Override
  public Map<String, Checkpoint> load(String mapping) throws Exception {
    return load(file, mapping);
  }

  /**
   * Reads a copy, log and all, so that the next process finds the file as the killed one left it.
   * No process must have it open.
   */
  @Override
  public Map<String, Checkpoint> left(String mapping) throws Exception {
    Path folder = Files.createTempDirectory(work, "checkpoints");
    for (String suffix : List.of("", "-wal")) {
      copy(file.resolveSibling(file.getFileName() + suffix), folder);
    }
    Path copy = folder.resolve(file.getFileName());
    return Files.exists(copy) ? load(copy, mapping) : Map.of();
  }

  /** Reads a file, while others use it. */
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
