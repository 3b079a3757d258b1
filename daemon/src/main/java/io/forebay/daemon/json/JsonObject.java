/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The fields of a JSON object that was read. A field that is missing, or holds something else than
 * asked for, is empty: readers bear answers of older and newer daemons.
 *
 * @param fields the fields, as {@link Json} reads them
 */
public record JsonObject(Map<?, ?> fields) {

  /** A text; empty if it isn't one. */
  public String text(String name) {
    return fields.get(name) instanceof String text ? text : "";
  }

  /** A whole number; empty if it isn't one, null included. */
  public OptionalLong number(String name) {
    return fields.get(name) instanceof Long number ? OptionalLong.of(number) : OptionalLong.empty();
  }

  /** Whether the field is true. */
  public boolean flag(String name) {
    return Boolean.TRUE.equals(fields.get(name));
  }

  /** The object in this field; one without fields if it isn't one. */
  public JsonObject object(String name) {
    return new JsonObject(fields.get(name) instanceof Map<?, ?> map ? map : Map.of());
  }

  /** The objects of the array in this field. */
  public List<JsonObject> objects(String name) {
    List<JsonObject> objects = new ArrayList<>();
    if (fields.get(name) instanceof List<?> list) {
      for (Object item : list) {
        if (item instanceof Map<?, ?> map) {
          objects.add(new JsonObject(map));
        }
      }
    }
    return objects;
  }

  /** The texts of the array in this field. */
  public List<String> texts(String name) {
    return fields.get(name) instanceof List<?> list
        ? list.stream().filter(String.class::isInstance).map(String.class::cast).toList()
        : List.of();
  }

  /** All fields with a value, as texts. */
  public Map<String, String> values() {
    Map<String, String> values = new LinkedHashMap<>();
    fields.forEach(
        (name, value) -> {
          if (value != null) {
            values.put(String.valueOf(name), String.valueOf(value));
          }
        });
    return values;
  }
}
