/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine;

/** The states of a mapping, with the platform's words (rule 1.7). */
public enum MappingState {
  /** Being set up for the first time in this engine. */
  CREATING("Creating"),
  /** Being set up again after a pause. */
  ENABLING("Enabling"),
  /** Reads and invokes. */
  ENABLED("Enabled"),
  /** Draining. */
  DISABLING("Disabling"),
  /** At rest; the position is kept. */
  DISABLED("Disabled"),
  /** Taking new settings. */
  UPDATING("Updating"),
  /** Being removed. */
  DELETING("Deleting");

  private final String word;

  MappingState(String word) {
    this.word = word;
  }

  /** The platform's spelling. */
  public String word() {
    return word;
  }
}
