/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.config;

import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a mapping's item in the files says, by field, to tell whether another configuration says the
 * same. References are resolved and defaults filled in, so a new secret is a change and a default
 * written out is none. Immutable.
 *
 * <p>Values may be secrets: they are compared and never shown.
 */
public final class MappingFields {

  /** The field for what a handler's plug-in consists of: a new jar is a change too. */
  static final String PLUGIN = "handler (plug-in files)";

  private final String source;
  private final SortedMap<String, Object> values;

  MappingFields(String source, Map<String, Object> values) {
    this.source = source;
    this.values = new TreeMap<>(values);
  }

  /** The source's type, such as {@code chronicle}. */
  public String source() {
    return source;
  }

  /** The fields in which the two differ, sorted; those of sections as {@code source.path}. */
  public Set<String> changedFrom(MappingFields before) {
    Set<String> changed = new TreeSet<>();
    for (String field : union(before)) {
      if (!Objects.equals(values.get(field), before.values.get(field))) {
        changed.add(field);
      }
    }
    return changed;
  }

  private Set<String> union(MappingFields other) {
    Set<String> fields = new TreeSet<>(values.keySet());
    fields.addAll(other.values.keySet());
    return fields;
  }

  @Override
  public String toString() {
    return "fields " + values.keySet();
  }
}
