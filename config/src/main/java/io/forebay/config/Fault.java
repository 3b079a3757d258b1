/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.config;

import java.util.Comparator;

/**
 * Something wrong in a configuration; {@link #toString} tells it in one line. It never shows what a
 * {@code ${env:…}} or {@code ${file:…}} stands for.
 *
 * @param file the file as the operator named it, or where else the fault lies
 * @param line counted from 1; 0: the file as a whole
 * @param column counted from 1; 0: the file as a whole
 * @param field the field, such as {@code mapping 'orders': batchSize}; empty: the file itself
 * @param message what is wrong, what is allowed and what to do
 */
public record Fault(String file, int line, int column, String field, String message)
    implements Comparable<Fault> {

  private static final Comparator<Fault> ORDER =
      Comparator.comparing(Fault::file)
          .thenComparing(Fault::line)
          .thenComparing(Fault::column)
          .thenComparing(Fault::field)
          .thenComparing(Fault::message);

  @Override
  public int compareTo(Fault other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    String place = line == 0 ? file : file + ":" + line + ":" + column;
    return place + ": " + (field.isEmpty() ? "" : field + ": ") + message;
  }
}
