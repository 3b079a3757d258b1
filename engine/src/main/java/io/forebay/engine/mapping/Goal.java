/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine.mapping;

/** What somebody wants of a mapping. */
enum Goal {
  /** To read. */
  RUN,
  /** To stand still, in the engine. */
  REST,
  /** To leave the engine; what is stored stays. */
  LEAVE,
  /** To leave the engine and be forgotten. */
  BE_GONE;

  /** Whether there is no way back. */
  boolean isFinal() {
    return this == LEAVE || this == BE_GONE;
  }
}
