/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.demo;

/** A record is not a flight. The message says what is wrong with it. */
final class MalformedFlightException extends Exception {

  private static final long serialVersionUID = 1L;

  MalformedFlightException(String message) {
    super(message);
  }
}
