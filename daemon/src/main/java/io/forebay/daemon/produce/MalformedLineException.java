/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.produce;

/** A line has no key where one was asked for. The message says why. */
public final class MalformedLineException extends Exception {

  private static final long serialVersionUID = 1L;

  MalformedLineException(String message) {
    super(message);
  }
}
