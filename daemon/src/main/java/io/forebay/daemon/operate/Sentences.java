/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.operate;

/** Sentences below a table, broken at spaces so that they stay as narrow as it. */
final class Sentences {

  private Sentences() {}

  /** The text with a line feed at its end; lines after the first are indented. */
  static String wrapped(String text) {
    StringBuilder out = new StringBuilder();
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ", -1)) {
      if (!line.toString().isBlank() && line.length() + 1 + word.length() > Table.WIDTH) {
        out.append(line).append('\n');
        line = new StringBuilder("   ");
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    return out.append(line).append('\n').toString();
  }
}
