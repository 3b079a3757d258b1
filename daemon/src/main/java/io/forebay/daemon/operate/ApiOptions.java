/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.operate;

import io.forebay.config.ConfigException;
import io.forebay.config.ConfigLoader;
import io.forebay.config.HttpSettings;
import io.forebay.daemon.process.Configuration;
import io.forebay.daemon.process.UserException;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where the daemon is, and the token it asks for. */
final class ApiOptions {

  static final String URL_VARIABLE = "FOREBAY_URL";
  static final String TOKEN_VARIABLE = "FOREBAY_TOKEN";

  private static final String DEFAULT_URL = "http://127.0.0.1:8650";

  @Option(
      names = "--url",
      paramLabel = "URL",
      description =
          "Address of the daemon's admin port (default: what --config says, else $$FOREBAY_URL, else"
              + " "
              + DEFAULT_URL
              + ").")
  private Optional<String> url = Optional.empty();

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description =
          "File with the token, where the daemon asks for one (default: what --config says, else"
              + " $$FOREBAY_TOKEN).")
  private Optional<Path> tokenFile = Optional.empty();

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE|DIR",
      description = "The daemon's configuration; its section http tells address and token.")
  private Optional<Path> config = Optional.empty();

  @Option(names = "--json", description = "Prints the API's JSON, one answer a line.")
  private boolean json;

  @SuppressWarnings("UnusedVariable") // picocli asks for it
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help message and exit.")
  private boolean help;

  /** Whether to print JSON. */
  boolean json() {
    return json;
  }

  /** A client for what the options and the environment say. */
  ApiClient client() throws UserException {
    return client(System.getenv());
  }

  ApiClient client(Map<String, String> environment) throws UserException {
    Optional<HttpSettings> http = config.isPresent() ? Optional.of(http(config.get())) : none();
    Optional<String> address = url;
    if (address.isEmpty() && http.isPresent()) {
      address = Optional.of(address(http.get()));
    }
    String chosen =
        address
            .or(() -> Optional.ofNullable(environment.get(URL_VARIABLE)))
            .filter(text -> !text.isBlank())
            .orElse(DEFAULT_URL);
    Optional<String> token = tokenFile.isPresent() ? Optional.of(token(tokenFile.get())) : none();
    return new ApiClient(
        checked(chosen),
        token
            .or(() -> http.flatMap(HttpSettings::token))
            .or(() -> Optional.ofNullable(environment.get(TOKEN_VARIABLE)))
            .filter(text -> !text.isBlank()));
  }

  private static <T> Optional<T> none() {
    return Optional.empty();
  }

  private static HttpSettings http(Path file) throws UserException {
    try {
      return ConfigLoader.http(List.of(file), Configuration.catalog());
    } catch (ConfigException e) {
      throw UserException.usage("where the daemon is can't be told: " + e.getMessage());
    }
  }

  private static String address(HttpSettings http) throws UserException {
    if (http.port() == 0) {
      throw UserException.usage(
          "http.port of the configuration is 0, any that is free: give the daemon's address with"
              + " --url; its log tells it");
    }
    String host = http.bind();
    if (host.equals("0.0.0.0") || host.equals("::")) {
      host = "localhost";
    }
    return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + http.port();
  }

  private static String token(Path file) throws UserException {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw UserException.usage("the token file " + file + " can't be read (" + e + ")");
    }
  }

  private static URI checked(String text) throws UserException {
    String base = text.replaceFirst("/+$", "");
    try {
      URI uri = new URI(base);
      boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      if (http && uri.getHost() != null && uri.getQuery() == null) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // told below
    }
    throw UserException.usage("'" + text + "' is no address such as " + DEFAULT_URL);
  }
}
