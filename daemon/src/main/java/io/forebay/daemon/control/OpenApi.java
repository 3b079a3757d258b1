/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.control;

import io.forebay.daemon.http.Page;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;

/** The description of the API: docs/openapi.json, which the build puts beside this class. */
final class OpenApi {

  private OpenApi() {}

  static Page page() {
    try (InputStream in = OpenApi.class.getResourceAsStream("openapi.json")) {
      if (in == null) {
        throw new IllegalStateException("openapi.json is missing from the jar");
      }
      return new Page(200, "application/json; charset=utf-8", in.readAllBytes(), Map.of());
    } catch (IOException e) {
      throw new UncheckedIOException("openapi.json can't be read", e);
    }
  }
}
