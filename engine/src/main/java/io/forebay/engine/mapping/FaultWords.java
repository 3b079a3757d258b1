/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine.mapping;

import io.forebay.source.SourceException;

/** Puts a code of rule 1.7 before the sentence of a fault. */
final class FaultWords {

  private FaultWords() {}

  /** A fault of an event source. */
  static String of(SourceException fault) {
    return code(fault) + ": " + sentence(fault);
  }

  /** The code for a fault of an event source. */
  static String code(SourceException fault) {
    return switch (fault.kind()) {
      case MISCONFIGURED -> "ESM_CONFIG_NOT_VALID";
      case UNAUTHENTICATED -> "EVENT_SOURCE_AUTHN_ERROR";
      case UNAUTHORIZED -> "EVENT_SOURCE_AUTHZ_ERROR";
      case THROTTLED, UNAVAILABLE, CORRUPT -> "EVENT_SOURCE_NOT_AVAILABLE";
    };
  }

  /** What it says, or at least what it is. */
  static String sentence(Throwable fault) {
    String message = fault.getMessage();
    return message == null || message.isBlank() ? fault.toString() : message;
  }
}
