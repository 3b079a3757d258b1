/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.config.plugin;

/** A handler can't be made; the message says which, where it is from, and why. */
public final class HandlerException extends Exception {

  private static final long serialVersionUID = 1L;

  HandlerException(String message) {
    super(message);
  }

  HandlerException(String message, Throwable cause) {
    super(message, cause);
  }
}
