/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.reload;

import java.util.List;

/**
 * What a new configuration means for a mapping.
 *
 * @param name the mapping
 * @param kind what is to be done
 * @param fields for {@link Kind#CHANGED}: the fields that differ, sorted
 */
public record MappingChange(String name, Kind kind, List<String> fields) {

  /** What is to be done. */
  public enum Kind {
    /** The files have it anew. */
    ADDED("added"),
    /** The files say something else of it. */
    CHANGED("changed"),
    /** The files have it no more; it leaves, and its progress stays stored. */
    REMOVED("removed"),
    /** The files say the same of it; it is not touched. */
    UNCHANGED("unchanged");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    /** For people and programs. */
    public String word() {
      return word;
    }
  }

  /** Copies what it is given. */
  public MappingChange {
    fields = List.copyOf(fields);
  }
}
