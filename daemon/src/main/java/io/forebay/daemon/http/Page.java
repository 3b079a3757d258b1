/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.http;

import java.nio.charset.StandardCharsets;

/**
 * One answer of the admin port.
 *
 * @param status the HTTP status
 * @param type the content type
 * @param body the bytes; not changed after it was made
 */
@SuppressWarnings("ArrayRecordComponent") // made, sent and forgotten; never compared
record Page(int status, String type, byte[] body) {

  static Page json(int status, byte[] body) {
    return new Page(status, "application/json; charset=utf-8", body);
  }

  static Page text(int status, String text) {
    return new Page(status, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
  }
}
