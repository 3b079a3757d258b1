/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.control;

import io.forebay.config.HttpSettings;
import io.forebay.daemon.http.Call;
import io.forebay.daemon.http.Page;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Decides who may use the API.
 *
 * <p>With a token, those who show it. Without one, which only loopback may be, every process of the
 * machine; but not a web page in a browser on it. Such a page can reach loopback in two ways: by
 * sending a request to 127.0.0.1 straight away, to which browsers add the header Origin; and by a
 * name of its own that it makes resolve to 127.0.0.1 (DNS rebinding), which the header Host shows.
 * So a request with an Origin is refused, and one for a host that is neither an address nor
 * localhost.
 */
final class Guard {

  private static final String BEARER = "Bearer ";

  /** An IPv4 or IPv6 address or localhost, with or without a port. */
  private static final Pattern OWN_HOST =
      Pattern.compile("(?i)(localhost|[0-9]+(\\.[0-9]+){3}|\\[[0-9a-f:.]+\\])(:[0-9]+)?");

  private final Supplier<HttpSettings> settings;

  Guard(Supplier<HttpSettings> settings) {
    this.settings = settings;
  }

  /** Why this call is refused; empty if it may pass. */
  Optional<Page> refusal(Call call) {
    HttpSettings http = settings.get();
    if (call.origin().isPresent()) {
      return Optional.of(
          forbidden("Requests of web pages (with the header Origin) are not answered."));
    }
    if (http.token().isPresent()) {
      return shows(call, http.token().get()) ? Optional.empty() : Optional.of(unauthorized(call));
    }
    String host = call.host().orElse("");
    boolean own = OWN_HOST.matcher(host).matches() || named(host, http.bind());
    return own
        ? Optional.empty()
        : Optional.of(
            forbidden(
                "Without a token only requests to an IP address or localhost are answered, so that"
                    + " no web page can pass for one of them: use http://127.0.0.1 in the URL, or"
                    + " set http.token."));
  }

  /** Compares in a time that tells nothing of where the two differ. */
  private static boolean shows(Call call, String token) {
    String given = call.authorization().orElse("");
    return given.regionMatches(true, 0, BEARER, 0, BEARER.length())
        && MessageDigest.isEqual(
            given.substring(BEARER.length()).strip().getBytes(StandardCharsets.UTF_8),
            token.getBytes(StandardCharsets.UTF_8));
  }

  private static boolean named(String host, String bind) {
    return host.replaceFirst(":[0-9]+$", "").equalsIgnoreCase(bind);
  }

  private static Page unauthorized(Call call) {
    String detail =
        call.authorization().isEmpty()
            ? "The token is missing: send it as 'Authorization: Bearer TOKEN'."
            : "The token is wrong.";
    return Page.problem(401, "unauthorized", "A token is needed", detail)
        .with("WWW-Authenticate", "Bearer");
  }

  private static Page forbidden(String detail) {
    return Page.problem(403, "forbidden", "Not answered here", detail);
  }
}
