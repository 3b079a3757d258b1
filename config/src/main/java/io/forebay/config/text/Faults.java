/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.config.text;

import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong, so that all of it is told in one go. Not safe for several threads. */
public final class Faults {

  private final List<Entry> entries = new ArrayList<>();

  /**
   * One thing that is wrong.
   *
   * @param place where
   * @param field which field; empty: the file itself
   * @param message what is wrong and what to do
   */
  public record Entry(Place place, String field, String message) {}

  /** Adds a fault. */
  public void add(Place place, String field, String message) {
    entries.add(new Entry(place, field, message));
  }

  /** Whether there is none so far. */
  public boolean isEmpty() {
    return entries.isEmpty();
  }

  /** All of them, in the order they were found. */
  public List<Entry> entries() {
    return List.copyOf(entries);
  }
}
