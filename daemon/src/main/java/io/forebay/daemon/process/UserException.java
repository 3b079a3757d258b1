/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.process;

/** Something a user can mend. The message is told as it is, without a stack trace. */
public final class UserException extends Exception {

  private static final long serialVersionUID = 1L;

  private final int exitCode;

  private UserException(int exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  /** The arguments or the configuration are wrong: exit code 2. */
  public static UserException usage(String message) {
    return new UserException(ExitCode.USAGE, message);
  }

  /** It failed at run time: exit code 1. */
  public static UserException failed(String message) {
    return new UserException(ExitCode.FAILED, message);
  }

  /** No daemon could be reached: exit code 3. */
  public static UserException unreachable(String message) {
    return new UserException(ExitCode.UNREACHABLE, message);
  }

  /** The exit code of the process. */
  public int exitCode() {
    return exitCode;
  }
}
