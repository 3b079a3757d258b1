/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.config.text;

/**
 * A spot in a configuration file.
 *
 * @param file the file as the operator named it
 * @param line counted from 1; 0: the file as a whole
 * @param column counted from 1; 0: the file as a whole
 */
public record Place(String file, int line, int column) {

  /** A file as a whole. */
  public static Place of(String file) {
    return new Place(file, 0, 0);
  }

  @Override
  public String toString() {
    return line == 0 ? file : file + ":" + line + ":" + column;
  }
}
