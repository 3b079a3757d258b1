/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.config.check;

import io.forebay.source.Setting;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Definitions of settings as JSON Schema, for editors. */
public final class SettingSchema {

  /** Name of the definition of a text with a reference in it, which any value may be. */
  public static final String REFERENCE = "reference";

  private SettingSchema() {}

  /** The schema of {@link #REFERENCE}. */
  public static Map<String, Object> reference() {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("description", "A value from outside: ${env:NAME} or ${file:path}.");
    schema.put("type", "string");
    schema.put("pattern", "\\$\\{(env|file):[^}]+\\}");
    return schema;
  }

  /** The schema of a setting's value. */
  public static Map<String, Object> of(Setting setting) {
    Map<String, Object> schema = new LinkedHashMap<>();
    String range = setting.type() == Setting.Type.CHOICE ? "" : Wording.shortRange(setting);
    schema.put(
        "description", setting.description() + (range.isEmpty() ? "" : " Range: " + range + "."));
    setting.defaultValue().ifPresent(text -> schema.put("default", typed(setting, text)));
    if (setting.type() == Setting.Type.TEXT || setting.type() == Setting.Type.PATH) {
      schema.put("type", "string");
    } else if (setting.type() == Setting.Type.MAP) {
      schema.putAll(texts());
    } else {
      List<Object> forms = new ArrayList<>(forms(setting));
      forms.add(Map.of("$ref", "#/$defs/" + REFERENCE));
      schema.put("anyOf", forms);
    }
    return schema;
  }

  /** The schema of names with text values. */
  public static Map<String, Object> texts() {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "object");
    schema.put("additionalProperties", Map.of("type", List.of("string", "number", "boolean")));
    return schema;
  }

  private static List<Map<String, Object>> forms(Setting setting) {
    return switch (setting.type()) {
      case BOOLEAN -> List.of(Map.of("type", "boolean"));
      case INTEGER -> List.of(integer(setting));
      case DURATION -> quantity(setting, Unit.DURATION);
      case SIZE -> quantity(setting, Unit.SIZE);
      case INSTANT ->
          List.of(
              ordered("type", "string", "format", "date-time"),
              ordered("type", "integer", "minimum", 0));
      case CHOICE -> List.of(Map.of("enum", setting.choices()));
      case TEXT, PATH, MAP -> List.of();
    };
  }

  private static Map<String, Object> integer(Setting setting) {
    Map<String, Object> schema = ordered("type", "integer");
    setting.minimum().ifPresent(value -> schema.put("minimum", value));
    setting.maximum().ifPresent(value -> schema.put("maximum", value));
    return schema;
  }

  private static List<Map<String, Object>> quantity(Setting setting, List<Unit> units) {
    List<Object> bare = new ArrayList<>();
    if (setting.minimum().orElse(0) == -1) {
      bare.add(-1);
    }
    if (Wording.floor(setting) <= 0) {
      bare.add(0);
    }
    Map<String, Object> text = ordered("type", "string", "pattern", Unit.pattern(units));
    return bare.isEmpty() ? List.of(text) : List.of(text, Map.of("enum", bare));
  }

  private static Object typed(Setting setting, String text) {
    return switch (setting.type()) {
      case INTEGER -> Long.parseLong(text);
      case BOOLEAN -> Boolean.parseBoolean(text);
      case DURATION, SIZE -> text.matches("0|-1") ? Long.parseLong(text) : text;
      case TEXT, PATH, INSTANT, CHOICE, MAP -> text;
    };
  }

  private static Map<String, Object> ordered(Object... namesAndValues) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      map.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
    }
    return map;
  }
}
