/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.operate;

import io.forebay.daemon.json.Json;
import io.forebay.daemon.process.UserException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** Asks a daemon. Follows no redirects, which would carry the token elsewhere. */
final class ApiClient {

  private static final Duration TO_CONNECT = Duration.ofSeconds(5);
  private static final Duration TO_ANSWER = Duration.ofSeconds(30);

  private final URI base;
  private final Optional<String> token;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(TO_CONNECT)
          .build();

  ApiClient(URI base, Optional<String> token) {
    this.base = base;
    this.token = token;
  }

  /** Where it asks. */
  URI base() {
    return base;
  }

  /** Reads what is at a path below /v1/. */
  Answer get(String path) throws UserException, InterruptedException {
    return send(request(path).timeout(TO_ANSWER).GET().build());
  }

  /**
   * Asks for a change.
   *
   * @param wait how long the daemon may wait until it is done
   */
  Answer post(String path, Duration wait) throws UserException, InterruptedException {
    Duration patience = TO_ANSWER.plus(wait.multipliedBy(2)); // a reload may wait twice
    return send(
        request(path + "?wait=" + wait.toMillis() + "ms")
            .timeout(patience)
            .POST(BodyPublishers.noBody())
            .build());
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + "/v1/" + path));
    token.ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
    return request;
  }

  private Answer send(HttpRequest request) throws UserException, InterruptedException {
    HttpResponse<byte[]> response;
    try {
      response = client.send(request, BodyHandlers.ofByteArray());
    } catch (ConnectException | HttpConnectTimeoutException e) {
      throw UserException.unreachable(
          "no Forebay answers at "
              + base
              + ": is it running? Another address is given with --url, --config or "
              + ApiOptions.URL_VARIABLE);
    } catch (HttpTimeoutException e) {
      throw UserException.unreachable("what listens at " + base + " does not answer in time");
    } catch (IOException e) {
      throw UserException.unreachable("the connection to " + base + " failed (" + e + ")");
    }
    try {
      String text = new String(response.body(), StandardCharsets.UTF_8);
      return new Answer(response.statusCode(), text, Json.readObject(response.body()));
    } catch (IOException e) {
      throw UserException.failed(
          "what answers at "
              + base
              + " is not Forebay's API (HTTP "
              + response.statusCode()
              + " without JSON)");
    }
  }
}
