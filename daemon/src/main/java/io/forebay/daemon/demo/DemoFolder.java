/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.demo;

import io.forebay.daemon.process.FolderLock;
import io.forebay.daemon.process.StateFolder;
import io.forebay.daemon.process.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The folder of a demo: where everything is, and who may be in it (one process at a time). */
final class DemoFolder implements AutoCloseable {

  private static final String STATE = "demo.properties";

  /** What a kill in the first moments may leave beside nothing else. */
  private static final String OURS = "demo.";

  private static final String LOCK = "demo.lock";

  /** All that a run writes, and so all that a reset removes. */
  private static final List<String> CONTENT =
      List.of("streams", "figures", "data", "discarded", "forebay.yaml", "demo.log", STATE);

  private final Path root;
  private final FolderLock lock;

  private DemoFolder(Path root, FolderLock lock) {
    this.root = root;
    this.lock = lock;
  }

  /** Where the demo lives unless told otherwise: the user's state folder. */
  static Path defaultRoot() {
    return StateFolder.path().resolve("demo");
  }

  /**
   * Takes the folder for this process, making it if there is none.
   *
   * @throws UserException it belongs to another run or to something else altogether
   */
  static DemoFolder take(Path root) throws IOException, UserException {
    Path absolute = root.toAbsolutePath().normalize();
    if (Files.exists(absolute) && !Files.isDirectory(absolute)) {
      throw UserException.usage(absolute + " is not a folder; choose another --dir");
    }
    if (Files.exists(absolute)
        && !Files.exists(absolute.resolve(STATE))
        && hasForeignContent(absolute)) {
      throw UserException.usage(absolute + " holds files that no demo wrote; choose another --dir");
    }
    return new DemoFolder(absolute, FolderLock.take(absolute, LOCK, "demo"));
  }

  /** Removes what a run wrote, and nothing else. */
  void clear() throws IOException {
    for (String name : CONTENT) {
      Path entry = root.resolve(name);
      if (Files.exists(entry)) {
        delete(entry);
      }
    }
  }

  Path root() {
    return root;
  }

  Path state() {
    return root.resolve(STATE);
  }

  Path flights() {
    return root.resolve("streams").resolve("flights");
  }

  Path manualReports() {
    return root.resolve("streams").resolve("manual-reports");
  }

  Path data() {
    return root.resolve("data");
  }

  Path figures() {
    return root.resolve("figures");
  }

  Path discarded() {
    return root.resolve("discarded");
  }

  Path config() {
    return root.resolve("forebay.yaml");
  }

  Path log() {
    return root.resolve("demo.log");
  }

  /** Where the handler of flights keeps a shard's figures. */
  static Path figuresFile(Path figures, String shard) {
    return figures.resolve("flights-" + shard.replaceAll("[^A-Za-z0-9._-]", "_") + ".csv");
  }

  /** Where the handler of manual reports keeps its count. */
  static Path reportsFile(Path figures) {
    return figures.resolve("manual-reports.txt");
  }

  @Override
  public void close() {
    lock.close();
  }

  private static boolean hasForeignContent(Path root) throws IOException {
    try (Stream<Path> entries = Files.list(root)) {
      return entries
          .map(entry -> String.valueOf(entry.getFileName()))
          .anyMatch(name -> !name.startsWith(OURS));
    }
  }

  private static void delete(Path entry) throws IOException {
    try (Stream<Path> all = Files.walk(entry)) {
      for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(one);
      }
    }
  }
}
