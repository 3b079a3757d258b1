/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.process;

/** The exit codes of all commands; docs/operations.md lists them. */
public final class ExitCode {

  /** Done. */
  public static final int OK = 0;

  /** Failed at run time. */
  public static final int FAILED = 1;

  /** Wrong arguments or configuration; nothing was started. */
  public static final int USAGE = 2;

  /** No daemon could be reached; {@link #USAGE} and {@link #FAILED} are about what was asked. */
  public static final int UNREACHABLE = 3;

  /** Stopped by a signal: this plus the signal's number, as shells count. */
  public static final int SIGNAL_BASE = 128;

  private ExitCode() {}
}
