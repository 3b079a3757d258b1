/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.source.contract;

import io.forebay.handler.Header;
import io.forebay.handler.SourceRecord;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * A record to append, or one that was read, by value.
 *
 * @param key its text, as UTF-8; empty: no key
 * @param data the payload
 * @param headers in order
 * @param timestamp ms since the epoch
 */
public record Entry(Optional<String> key, ByteBuffer data, List<Header> headers, long timestamp) {

  /** With a key, text as data and no headers. */
  public static Entry of(String key, String data) {
    return new Entry(Optional.of(key), utf8(data), List.of(), System.currentTimeMillis());
  }

  /** What a record holds. */
  public static Entry of(SourceRecord read) {
    return new Entry(
        read.hasKey() ? Optional.of(read.keyText()) : Optional.empty(),
        read.data(),
        read.headers(),
        read.timestamp());
  }

  /** The same at another time. */
  public Entry at(long ms) {
    return new Entry(key, data, headers, ms);
  }

  /** The payload's bytes. */
  public byte[] bytes() {
    byte[] copy = new byte[data.remaining()];
    data.duplicate().get(copy);
    return copy;
  }

  private static ByteBuffer utf8(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }
}
