/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.handler;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A named value that travels beside a record's payload.
 *
 * @param name the header's name; names may repeat within a record
 * @param value the value's bytes, read-only; {@link #value} gives a new view each time
 */
public record Header(String name, ByteBuffer value) {

  /** Keeps a read-only view, so that no reader can move or change another's. */
  public Header {
    value = value.asReadOnlyBuffer();
  }

  /** A header with text, stored as UTF-8. */
  public static Header of(String name, String text) {
    return new Header(name, StandardCharsets.UTF_8.encode(text));
  }

  @Override
  public ByteBuffer value() {
    return value.duplicate();
  }

  /** The value as UTF-8 text. */
  public String text() {
    return StandardCharsets.UTF_8.decode(value()).toString();
  }
}
