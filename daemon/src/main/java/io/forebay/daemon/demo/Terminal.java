/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.demo;

import java.io.Console;

/** Whether somebody is watching. */
final class Terminal {

  private Terminal() {}

  /** Whether standard output is a terminal that understands cursor movements. */
  @SuppressWarnings("SystemConsoleNull") // null before JDK 22; from then on it is asked
  static boolean present() {
    Console console = System.console();
    if (console == null || "dumb".equals(System.getenv("TERM"))) {
      return false;
    }
    try {
      return (Boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (NoSuchMethodException e) {
      return true;
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }
}
