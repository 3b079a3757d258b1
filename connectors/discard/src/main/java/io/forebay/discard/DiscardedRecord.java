/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.discard;

import io.forebay.handler.Header;
import io.forebay.handler.SourceRecord;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * An original record as a discard entry gives it back.
 *
 * @param position its place in its shard
 * @param timestamp when it arrived, in milliseconds since the epoch
 * @param keyBytes its key; empty if it has none
 * @param payload its data
 * @param headers in the source's order
 */
record DiscardedRecord(
    String position,
    long timestamp,
    Optional<ByteBuffer> keyBytes,
    ByteBuffer payload,
    List<Header> headers)
    implements SourceRecord {

  DiscardedRecord {
    headers = List.copyOf(headers);
  }

  @Override
  public ByteBuffer key() {
    return keyBytes.orElseGet(() -> ByteBuffer.allocate(0)).asReadOnlyBuffer();
  }

  @Override
  public boolean hasKey() {
    return keyBytes.isPresent();
  }

  @Override
  public ByteBuffer data() {
    return payload.asReadOnlyBuffer();
  }

  @Override
  public int dataSize() {
    return payload.remaining();
  }

  @Override
  public int size() {
    int size = key().remaining() + dataSize();
    for (Header header : headers) {
      size += header.name().length() + header.value().remaining();
    }
    return size;
  }
}
