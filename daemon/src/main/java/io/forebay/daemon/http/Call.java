/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.http;

import com.sun.net.httpserver.HttpExchange;
import java.net.URI;
import java.util.Optional;

/**
 * What somebody asks of the API.
 *
 * @param method such as {@code GET}
 * @param rawPath the path as it was sent, percent signs and all
 * @param rawQuery what follows the question mark, as it was sent; empty if nothing does
 * @param host the header {@code Host}
 * @param origin the header {@code Origin}, which browsers send
 * @param authorization the header {@code Authorization}
 */
public record Call(
    String method,
    String rawPath,
    String rawQuery,
    Optional<String> host,
    Optional<String> origin,
    Optional<String> authorization) {

  static Call of(HttpExchange exchange) {
    URI uri = exchange.getRequestURI();
    return new Call(
        exchange.getRequestMethod(),
        Optional.ofNullable(uri.getRawPath()).orElse("/"),
        Optional.ofNullable(uri.getRawQuery()).orElse(""),
        header(exchange, "Host"),
        header(exchange, "Origin"),
        header(exchange, "Authorization"));
  }

  /** Shows no header: one of them may hold a secret. */
  @Override
  public String toString() {
    return method + " " + rawPath;
  }

  private static Optional<String> header(HttpExchange exchange, String name) {
    return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name));
  }
}
