/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.config;

import io.forebay.config.text.Faults;
import io.forebay.config.text.Place;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Checked values of the section {@code http} to settings, with the rules about the token. */
final class HttpReader {

  /** Holds the token where the section has none; the commands look there too. */
  static final String TOKEN_VARIABLE = "FOREBAY_TOKEN";

  private static final String TOKEN = "http.token";
  private static final Pattern GOOD_TOKEN =
      Pattern.compile("[\\x21-\\x7e]{" + HttpSettings.SHORTEST_TOKEN + ",512}");

  private final Map<String, String> environment;
  private final Faults faults;

  HttpReader(Map<String, String> environment, Faults faults) {
    this.environment = environment;
    this.faults = faults;
  }

  /**
   * The settings; what is wrong with them is told.
   *
   * @param values the checked values, defaults filled in; some may be missing if they had faults
   * @param place where the section is, or the files
   */
  HttpSettings settings(Map<String, Object> values, Place place) {
    String bind = String.valueOf(values.getOrDefault("bind", ""));
    int port = values.get("port") instanceof Long given ? Math.toIntExact(given) : 0;
    Duration stuckAfter =
        values.get("stuckAfter") instanceof Duration given ? given : Duration.ofMinutes(5);
    Optional<String> token = Optional.ofNullable(values.get("token")).map(String.class::cast);
    Place tokenPlace = token.isPresent() ? place : Place.of("environment " + TOKEN_VARIABLE);
    token = token.or(() -> Optional.ofNullable(environment.get(TOKEN_VARIABLE)));
    if (token.isPresent() && !GOOD_TOKEN.matcher(token.get()).matches()) {
      faults.add(
          tokenPlace,
          TOKEN,
          "must have at least "
              + HttpSettings.SHORTEST_TOKEN
              + " and at most 512 characters, ASCII and no spaces: make one with"
              + " 'openssl rand -hex 32'");
    }
    if (token.isEmpty() && !isLoopback(bind)) {
      faults.add(
          place,
          TOKEN,
          "is missing: on "
              + bind
              + " others can reach the control API. Give a token, for example token:"
              + " \"${file:token}\", or set "
              + TOKEN_VARIABLE
              + ", or bind to 127.0.0.1");
    }
    return new HttpSettings(bind, port, token, stuckAfter);
  }

  /**
   * Whether only this machine can reach the address; a name nobody knows is told when it's used.
   */
  private static boolean isLoopback(String bind) {
    try {
      return InetAddress.getByName(bind).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return true;
    }
  }
}
