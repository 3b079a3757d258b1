/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.http;

import io.forebay.daemon.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One answer of the admin port.
 *
 * @param status the HTTP status
 * @param type the content type
 * @param body the bytes; not changed after it was made
 * @param headers more headers, by name
 */
@SuppressWarnings("ArrayRecordComponent") // made, sent and forgotten; never compared
public record Page(int status, String type, byte[] body, Map<String, String> headers) {

  /** A JSON document. */
  public static Page json(int status, Map<String, ?> document) {
    return new Page(status, "application/json; charset=utf-8", Json.write(document), Map.of());
  }

  static Page text(int status, String text) {
    return new Page(
        status, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8), Map.of());
  }

  /**
   * A fault in the form of RFC 9457, which the whole API has.
   *
   * @param word what kind of fault, for programs
   * @param title the same for people, always alike
   * @param detail what is wrong here and what to do: one sentence
   */
  public static Page problem(int status, String word, String title, String detail) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("type", "urn:forebay:" + word);
    document.put("title", title);
    document.put("status", status);
    document.put("detail", detail);
    return problem(status, document);
  }

  /** A fault in the form of RFC 9457 with fields of its own. */
  public static Page problem(int status, Map<String, ?> document) {
    return new Page(
        status, "application/problem+json; charset=utf-8", Json.write(document), Map.of());
  }

  /** The same with one more header. */
  public Page with(String header, String value) {
    return new Page(status, type, body, Map.of(header, value));
  }
}
