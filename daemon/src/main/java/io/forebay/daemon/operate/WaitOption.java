/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.operate;

import io.forebay.daemon.process.UserException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** {@code --wait}. */
final class WaitOption {

  private static final Pattern FORM = Pattern.compile("([0-9]{1,6})(ms|s|m)");
  private static final Duration LONGEST = Duration.ofMinutes(15);

  @Option(
      names = "--wait",
      paramLabel = "TIME",
      description =
          "How long to wait until it is done, at most 15m (default: 1m). After that it goes on by"
              + " itself, and the exit code is 1.")
  private String wait = "1m";

  Duration value() throws UserException {
    Matcher matcher = FORM.matcher(wait);
    if (matcher.matches()) {
      long number = Long.parseLong(matcher.group(1));
      Duration given =
          switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            default -> Duration.ofMinutes(number);
          };
      if (given.compareTo(LONGEST) <= 0) {
        return given;
      }
    }
    throw UserException.usage(
        "--wait must be a duration such as 500ms, 30s or 2m, at most 15m, not '" + wait + "'");
  }

  /** As it was given, for messages. */
  @Override
  public String toString() {
    return wait;
  }
}
