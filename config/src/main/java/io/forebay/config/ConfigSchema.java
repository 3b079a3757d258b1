/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.config;

import io.forebay.config.check.JsonText;
import io.forebay.config.check.SettingSchema;
import io.forebay.engine.SettingRules;
import io.forebay.source.EventSourceFactory;
import io.forebay.source.FailureDestinationFactory;
import io.forebay.source.Setting;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The JSON Schema (draft 2020-12) of a configuration file, for editors. It comes from the same
 * definitions as the checks; what spans several files or fields is left to {@link ConfigLoader}.
 */
public final class ConfigSchema {

  private static final String NO_LIMITS = "-without-limits";

  private final Catalog catalog;
  private final Map<String, Object> definitions = new LinkedHashMap<>();

  private ConfigSchema(Catalog catalog) {
    this.catalog = catalog;
  }

  /** The schema of configurations that use these connectors. */
  public static String generate(Catalog catalog) {
    return JsonText.of(new ConfigSchema(catalog).root());
  }

  private Map<String, Object> root() {
    definitions.put(SettingSchema.REFERENCE, SettingSchema.reference());
    definitions.put("handler", handler());
    catalog.sources().forEach((type, factory) -> sourceOf(type, factory));
    catalog.destinations().forEach((type, factory) -> destinationOf(type, factory));
    definitions.put("mapping", mapping(true));
    definitions.put("mapping" + NO_LIMITS, mapping(false));

    Map<String, Object> mappings = described("What is read, by which handler.", "array");
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put(ConfigLoader.ENGINE, section("The engine.", SettingRules.engine()));
    fields.put(
        ConfigLoader.CHECKPOINT,
        section("Where progress is kept.", CheckpointSettings.definitions()));
    fields.put(ConfigLoader.PLUGINS, described("Folder of handler plug-ins.", "string"));
    fields.put(
        ConfigLoader.HTTP, section("The daemon's health and metrics.", HttpSettings.definitions()));
    fields.put(ConfigLoader.MAPPINGS, mappings);

    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.put("title", "Forebay configuration");
    schema.put("type", "object");
    schema.put("properties", fields);
    schema.put("additionalProperties", false);
    schema.put("if", given(ConfigLoader.ENGINE, EngineReader.LIMITS, "none"));
    schema.put("then", mappingsOf("mapping" + NO_LIMITS));
    schema.put("else", mappingsOf("mapping"));
    schema.put("$defs", definitions);
    return schema;
  }

  private void sourceOf(String type, EventSourceFactory factory) {
    Map<String, Object> section = typedSection(type, factory.settings());
    definitions.put("source-" + type, section);
    definitions.put("mapping-of-" + type, policies(factory, true));
    definitions.put("mapping-of-" + type + NO_LIMITS, policies(factory, false));
  }

  private void destinationOf(String type, FailureDestinationFactory factory) {
    definitions.put("onFailure-" + type, typedSection(type, factory.settings()));
  }

  private Map<String, Object> mapping(boolean platformLimits) {
    Map<String, Object> fields = new LinkedHashMap<>();
    Map<String, Object> name = described("The mapping's name, unique over all files.", "string");
    name.put("pattern", "^" + SettingRules.NAME.pattern() + "$");
    fields.put(MappingReader.NAME, name);
    fields.put(
        MappingReader.SOURCE,
        byType("The event source.", "source-", List.copyOf(catalog.sources().keySet())));
    fields.put(MappingReader.HANDLER, reference("handler"));
    fields.put(
        MappingReader.ON_FAILURE,
        byType(
            "Where records go that are given up; without it they are counted and dropped.",
            "onFailure-",
            List.copyOf(catalog.destinations().keySet())));
    Map<String, Object> schema = described("An event source tied to a handler.", "object");
    schema.put(
        "required", List.of(MappingReader.NAME, MappingReader.SOURCE, MappingReader.HANDLER));
    schema.put("properties", fields);
    List<Object> cases = new ArrayList<>();
    for (String type : catalog.sources().keySet()) {
      cases.add(
          ifThen(
              given(MappingReader.SOURCE, MappingReader.TYPE, type),
              reference("mapping-of-" + type + (platformLimits ? "" : NO_LIMITS))));
    }
    if (!cases.isEmpty()) {
      schema.put("allOf", cases);
    }
    return schema;
  }

  private Map<String, Object> policies(EventSourceFactory factory, boolean platformLimits) {
    Map<String, Object> fields = new LinkedHashMap<>();
    List.of(
            MappingReader.NAME,
            MappingReader.SOURCE,
            MappingReader.HANDLER,
            MappingReader.ON_FAILURE)
        .forEach(common -> fields.put(common, true));
    for (Setting setting : SettingRules.mapping(factory.traits(), platformLimits)) {
      fields.put(setting.name(), SettingSchema.of(setting));
    }
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("properties", fields);
    schema.put("additionalProperties", false);
    return schema;
  }

  private static Map<String, Object> handler() {
    Map<String, Object> name = described("What the handler's factory calls it.", "string");
    Map<String, Object> settings = SettingSchema.texts();
    settings.put("description", "Passed to the handler as text.");
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put(MappingReader.NAME, name);
    fields.put(MappingReader.SETTINGS, settings);
    Map<String, Object> section = new LinkedHashMap<>();
    section.put("type", "object");
    section.put("required", List.of(MappingReader.NAME));
    section.put("properties", fields);
    section.put("additionalProperties", false);
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("description", "The handler: its name, or a section with name and settings.");
    schema.put("anyOf", List.of(Map.of("type", "string"), section));
    return schema;
  }

  private static Map<String, Object> byType(String description, String prefix, List<String> types) {
    Map<String, Object> type = new LinkedHashMap<>();
    type.put("enum", types);
    Map<String, Object> schema = described(description, "object");
    schema.put("required", List.of(MappingReader.TYPE));
    schema.put("properties", Map.of(MappingReader.TYPE, type));
    if (!types.isEmpty()) {
      schema.put(
          "allOf",
          types.stream()
              .map(t -> ifThen(constant(MappingReader.TYPE, t), reference(prefix + t)))
              .toList());
    }
    return schema;
  }

  private static Map<String, Object> typedSection(String type, List<Setting> settings) {
    Map<String, Object> schema = section("", settings);
    schema.remove("description");
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put(MappingReader.TYPE, Map.of("const", type));
    settings.forEach(setting -> fields.put(setting.name(), SettingSchema.of(setting)));
    schema.put("properties", fields);
    return schema;
  }

  private static Map<String, Object> section(String description, List<Setting> settings) {
    Map<String, Object> fields = new LinkedHashMap<>();
    settings.forEach(setting -> fields.put(setting.name(), SettingSchema.of(setting)));
    Map<String, Object> schema = described(description, "object");
    List<String> required = settings.stream().filter(Setting::required).map(Setting::name).toList();
    if (!required.isEmpty()) {
      schema.put("required", required);
    }
    schema.put("properties", fields);
    schema.put("additionalProperties", false);
    return schema;
  }

  private static Map<String, Object> described(String description, String type) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("description", description);
    schema.put("type", type);
    return schema;
  }

  private static Map<String, Object> mappingsOf(String definition) {
    return Map.of(
        "properties", Map.of(ConfigLoader.MAPPINGS, Map.of("items", reference(definition))));
  }

  private static Map<String, Object> given(String section, String field, String value) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("required", List.of(section));
    schema.put("properties", Map.of(section, constant(field, value)));
    return schema;
  }

  private static Map<String, Object> constant(String field, String value) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("required", List.of(field));
    schema.put("properties", Map.of(field, Map.of("const", value)));
    return schema;
  }

  private static Map<String, Object> ifThen(Object condition, Object consequence) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("if", condition);
    schema.put("then", consequence);
    return schema;
  }

  private static Map<String, Object> reference(String definition) {
    return Map.of("$ref", "#/$defs/" + definition);
  }
}
