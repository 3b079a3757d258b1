/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon;

import io.forebay.daemon.log.LogFormat;
import io.forebay.daemon.log.LogLevel;
import io.forebay.daemon.log.LogSetup;
import java.util.Optional;
import picocli.CommandLine.Option;

/** {@code --log} and {@code --log-level}. */
final class LogOptions {

  @Option(
      names = "--log",
      paramLabel = "FORMAT",
      description = "Format of log lines, on standard error: plain or json (default: plain).")
  private LogFormat format = LogFormat.PLAIN;

  @Option(
      names = "--log-level",
      paramLabel = "LEVEL",
      description =
          "error, warn, info, debug or trace (default: info). From debug on, plain lines are"
              + " followed by stack traces.")
  private LogLevel level = LogLevel.INFO;

  LogSetup setup() {
    return new LogSetup(format, level, Optional.empty());
  }
}
