/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.config.text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Finds the files that the operator meant. */
public final class ConfigFiles {

  private ConfigFiles() {}

  /** The files among these, and in the folders among these, each once; tells what is missing. */
  public static List<Path> find(List<Path> paths, Faults faults) {
    Map<Path, Path> files = new LinkedHashMap<>();
    for (Path path : paths) {
      for (Path file : find(path, faults)) {
        files.putIfAbsent(file.toAbsolutePath().normalize(), file);
      }
    }
    return new ArrayList<>(files.values());
  }

  private static List<Path> find(Path path, Faults faults) {
    Place place = Place.of(path.toString());
    if (!Files.exists(path)) {
      faults.add(place, "", "there is no such file or folder");
      return List.of();
    }
    if (!Files.isDirectory(path)) {
      return List.of(path);
    }
    try (Stream<Path> children = Files.list(path)) {
      List<Path> files =
          children.filter(ConfigFiles::isConfig).filter(Files::isRegularFile).sorted().toList();
      if (files.isEmpty()) {
        faults.add(place, "", "this folder holds no *.yaml, *.yml or *.json file");
      }
      return files;
    } catch (IOException e) {
      String why = e.getClass().getSimpleName();
      faults.add(place, "", "this folder can't be read (" + why + "): check its rights");
      return List.of();
    }
  }

  private static boolean isConfig(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return !name.startsWith(".")
        && (name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".json"));
  }
}
