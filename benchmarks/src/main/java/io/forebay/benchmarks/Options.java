/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;

/** A program's arguments, each {@code name=value}, and the folder it works in. */
final class Options {

  private final Map<String, String> values = new HashMap<>();

  Options(String[] args, String... known) {
    for (String arg : args) {
      int split = arg.indexOf('=');
      String name = split < 0 ? arg : arg.substring(0, split);
      if (split < 0 || !Arrays.asList(known).contains(name)) {
        throw new IllegalArgumentException(
            "'" + arg + "' is no option: give name=value, name one of " + Arrays.asList(known));
      }
      values.put(name, arg.substring(split + 1));
    }
  }

  String text(String name, String otherwise) {
    return values.getOrDefault(name, otherwise);
  }

  int number(String name, int otherwise) {
    return Integer.parseInt(text(name, String.valueOf(otherwise)).replace("_", ""));
  }

  int[] numbers(String name, String otherwise) {
    return Arrays.stream(text(name, otherwise).split(",", -1))
        .mapToInt(Integer::parseInt)
        .toArray();
  }

  /** A new folder, in the one named {@code folder} or where temporary files go. */
  Path newFolder(String prefix) throws IOException {
    Path parent = Path.of(text("folder", System.getProperty("java.io.tmpdir")));
    return Files.createTempDirectory(parent, prefix);
  }

  static void delete(Path folder) throws IOException {
    try (var paths = Files.walk(folder)) {
      paths.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
    }
  }
}
