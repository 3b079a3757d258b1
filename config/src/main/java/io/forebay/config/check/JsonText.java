/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.config.check;

import java.util.Collection;
import java.util.Iterator;
import java.util.Map;

/** Writes maps, lists, texts, numbers and booleans as indented JSON. */
public final class JsonText {

  private final StringBuilder out = new StringBuilder();

  private JsonText() {}

  /** The value as JSON, ending in a line break. */
  public static String of(Object value) {
    JsonText json = new JsonText();
    json.write(value, "");
    return json.out.append('\n').toString();
  }

  private void write(Object value, String indent) {
    if (value instanceof Map<?, ?> map) {
      object(map, indent);
    } else if (value instanceof Collection<?> list) {
      array(list, indent);
    } else if (value instanceof Number || value instanceof Boolean) {
      out.append(value);
    } else {
      text(String.valueOf(value));
    }
  }

  private void object(Map<?, ?> map, String indent) {
    String inner = indent + "  ";
    out.append('{');
    for (Iterator<? extends Map.Entry<?, ?>> i = map.entrySet().iterator(); i.hasNext(); ) {
      Map.Entry<?, ?> entry = i.next();
      out.append('\n').append(inner);
      text(String.valueOf(entry.getKey()));
      out.append(": ");
      write(entry.getValue(), inner);
      out.append(i.hasNext() ? "," : "\n" + indent);
    }
    out.append('}');
  }

  private void array(Collection<?> list, String indent) {
    boolean flat = list.stream().noneMatch(item -> item instanceof Map);
    String inner = indent + "  ";
    out.append('[');
    for (Iterator<?> i = list.iterator(); i.hasNext(); ) {
      out.append(flat ? "" : "\n" + inner);
      write(i.next(), inner);
      String end = flat ? "" : "\n" + indent;
      String separator = flat ? ", " : ",";
      out.append(i.hasNext() ? separator : end);
    }
    out.append(']');
  }

  private void text(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        default -> {
          if (c < ' ') {
            out.append(String.format("\\u%04x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }
}
