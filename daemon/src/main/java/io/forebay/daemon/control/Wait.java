/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.control;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How long a caller wants to wait for an answer: the query {@code wait=30s}. */
final class Wait {

  static final Duration DEFAULT = Duration.ofSeconds(30);
  static final Duration LONGEST = Duration.ofMinutes(15);

  private static final Pattern FORM = Pattern.compile("wait=([0-9]{1,6})(ms|s|m)");
  private static final Map<String, Integer> MILLIS = Map.of("ms", 1, "s", 1_000, "m", 60_000);

  private Wait() {}

  /** What this query asks for; empty if it has another form, or is too long. */
  static Optional<Duration> of(String query) {
    if (query.isEmpty()) {
      return Optional.of(DEFAULT);
    }
    Matcher matcher = FORM.matcher(query);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    int millis = MILLIS.getOrDefault(matcher.group(2), 1);
    Duration wait = Duration.ofMillis(Long.parseLong(matcher.group(1)) * millis);
    return Optional.of(wait).filter(asked -> asked.compareTo(LONGEST) <= 0);
  }
}
