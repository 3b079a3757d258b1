/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.config;

import io.forebay.config.check.SettingCheck;
import io.forebay.config.check.Suggestion;
import io.forebay.config.plugin.HandlerCatalog;
import io.forebay.config.text.ConfigFiles;
import io.forebay.config.text.Faults;
import io.forebay.config.text.Place;
import io.forebay.config.text.Section;
import io.forebay.config.text.Value;
import io.forebay.config.text.YamlReader;
import io.forebay.engine.SettingRules;
import io.forebay.source.Setting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads a configuration from YAML or JSON files and tells every mistake in one go.
 *
 * <p>Sections other than {@code mappings} may be given once over all files.
 */
public final class ConfigLoader {

  static final String ENGINE = "engine";
  static final String CHECKPOINT = "checkpoint";
  static final String PLUGINS = "plugins";
  static final String HTTP = "http";
  static final String MAPPINGS = "mappings";

  /** Fields at the top of a file. */
  static final Set<String> FIELDS =
      new LinkedHashSet<>(List.of(ENGINE, CHECKPOINT, PLUGINS, HTTP, MAPPINGS));

  private final Catalog catalog;
  private final Faults faults = new Faults();
  private final Map<String, Value> once = new LinkedHashMap<>();
  private final List<Value> items = new ArrayList<>();
  private boolean mappingsGiven;

  private ConfigLoader(Catalog catalog) {
    this.catalog = catalog;
  }

  /**
   * Reads these files, and the {@code *.yaml}, {@code *.yml} and {@code *.json} files of these
   * folders in the order of their names. Opens no source and makes no handler, but loads plug-ins.
   *
   * @param paths files and folders
   * @param catalog what the files may refer to
   */
  public static ConfigResult load(List<Path> paths, Catalog catalog) {
    return new ConfigLoader(catalog).load(paths);
  }

  /**
   * Reads nothing but the section {@code http} of these files and folders: what somebody needs to
   * know who talks to a daemon that runs with them. Faults in other sections do not matter.
   *
   * @throws ConfigException the section has faults, or a file can't be read
   */
  public static HttpSettings http(List<Path> paths, Catalog catalog) {
    ConfigLoader loader = new ConfigLoader(catalog);
    loader.read(paths);
    HttpSettings http = loader.http();
    if (!loader.faults.isEmpty()) {
      throw new ConfigException(sorted(loader.faults));
    }
    return http;
  }

  private List<Path> read(List<Path> paths) {
    List<Path> files = ConfigFiles.find(paths, faults);
    YamlReader reader = new YamlReader(catalog.environment(), faults);
    files.forEach(file -> reader.read(file).ifPresent(this::take));
    return files;
  }

  private ConfigResult load(List<Path> paths) {
    List<Path> files = read(paths);
    if (faults.isEmpty() && !mappingsGiven) {
      String names = files.stream().map(Path::toString).collect(Collectors.joining(", "));
      faults.add(Place.of(names), MAPPINGS, "is missing: give at least one mapping");
    }
    Map<String, Object> engine = values(section(ENGINE), SettingRules.engine());
    CheckpointSettings checkpoint = checkpoint();
    HttpSettings http = http();
    HandlerCatalog handlers = catalog.openHandlers(pluginFolder());
    MappingReader mappingReader =
        new MappingReader(catalog, handlers, EngineReader.platformLimits(engine));
    List<MappingReader.Item> mappings = new ArrayList<>();
    items.forEach(item -> mappingReader.read(item).ifPresent(mappings::add));
    handlers.conflicts().forEach(conflict -> faults.add(pluginPlace(), PLUGINS, conflict));
    Faults problems = mappingReader.missedSomething() ? faults : new Faults();
    catalog.problems().forEach(problem -> problems.add(Place.of("class path"), "", problem));
    handlers.problems().forEach(problem -> problems.add(pluginPlace(), PLUGINS, problem));
    if (!faults.isEmpty()) {
      handlers.close();
      return ConfigResult.of(sorted(faults));
    }
    return ConfigResult.of(
        new ForebayConfig(
            EngineReader.settings(engine), checkpoint, http, mappings, handlers, sorted(problems)));
  }

  private void take(Section file) {
    file.refuseOthers(FIELDS, name -> Suggestion.unknown(name, FIELDS));
    for (String name : FIELDS) {
      Optional<Value> value = file.value(name);
      if (value.isPresent() && name.equals(MAPPINGS)) {
        mappingsGiven = true;
        items.addAll(value.get().items());
      } else if (value.isPresent()) {
        takeOnce(name, value.get());
      }
    }
  }

  private void takeOnce(String name, Value value) {
    Value first = once.putIfAbsent(name, value);
    if (first != null) {
      value.fault("may be given once over all files, and is given at " + first.place());
    }
  }

  /** A section that may be given once; empty if it isn't given, or is none, which is told. */
  private Optional<Section> section(String name) {
    return Optional.ofNullable(once.get(name)).flatMap(value -> value.section(name + "."));
  }

  private static Map<String, Object> values(Optional<Section> section, List<Setting> definitions) {
    if (section.isEmpty()) {
      return SettingCheck.defaults(definitions);
    }
    Set<String> known = new LinkedHashSet<>();
    definitions.forEach(setting -> known.add(setting.name()));
    section.get().refuseOthers(known, field -> Suggestion.unknown(field, known));
    return SettingCheck.plain().read(section.get(), definitions);
  }

  private Optional<Path> pluginFolder() {
    Value given = once.get(PLUGINS);
    if (given == null) {
      return Optional.empty();
    }
    Optional<Path> folder = SettingCheck.path(given);
    if (folder.isPresent() && !Files.isDirectory(folder.get())) {
      given.fault("there is no such folder: make it or remove the line");
      return Optional.empty();
    }
    return folder;
  }

  private CheckpointSettings checkpoint() {
    Optional<Section> section = section(CHECKPOINT);
    return CheckpointReader.settings(section, values(section, CheckpointSettings.definitions()));
  }

  private HttpSettings http() {
    Map<String, Object> values = values(section(HTTP), HttpSettings.definitions());
    Value given = once.get(HTTP);
    Place place = given == null ? Place.of(HTTP) : given.place();
    return new HttpReader(catalog.environment(), faults).settings(values, place);
  }

  private Place pluginPlace() {
    Value given = once.get(PLUGINS);
    return given == null ? Place.of("class path") : given.place();
  }

  private static List<Fault> sorted(Faults faults) {
    return faults.entries().stream()
        .map(
            entry ->
                new Fault(
                    entry.place().file(),
                    entry.place().line(),
                    entry.place().column(),
                    entry.field(),
                    entry.message()))
        .sorted()
        .toList();
  }
}
