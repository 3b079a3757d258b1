/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.handler;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One datum of an event source: a record of a stream or a message of a queue.
 *
 * <p>Connectors implement it over the bytes their client library gave them; nothing is copied or
 * decoded before it is asked for. A record is immutable, may be read by any thread, and may be kept
 * for as long as one likes: the engine never reuses it.
 */
public interface SourceRecord {

  /**
   * The bytes of the partition key, as a new read-only view; empty where the record has none (see
   * {@link #hasKey}).
   */
  ByteBuffer key();

  /** Whether the record has a partition key at all; an empty key is a key. */
  boolean hasKey();

  /** The payload, as a new read-only view of the source's own bytes, without copying them. */
  ByteBuffer data();

  /** Length of {@link #data} in bytes. */
  int dataSize();

  /**
   * Bytes of key, data and headers together: what counts towards byte credits and the payload
   * limit.
   */
  int size();

  /**
   * The record's place in its shard: a sequence number, an offset, a message id. Opaque text, which
   * the engine never compares or takes apart.
   */
  String position();

  /**
   * When the source took the record in, approximately, in milliseconds since the epoch; record age
   * (rule 3.5.3) is measured from here.
   */
  long timestamp();

  /** The record's headers (attributes) in the source's order; names may repeat. */
  List<Header> headers();

  /** The key as UTF-8 text; empty where there is none. */
  default String keyText() {
    return StandardCharsets.UTF_8.decode(key()).toString();
  }

  /** The payload as UTF-8 text. */
  default String dataText() {
    return StandardCharsets.UTF_8.decode(data()).toString();
  }

  /** {@link #timestamp} as an instant. */
  default Instant arrivedAt() {
    return Instant.ofEpochMilli(timestamp());
  }

  /**
   * The source's own record, if it is of this type: for example a Kafka {@code ConsumerRecord}.
   *
   * @param type the class of the source's record
   */
  default <T> Optional<T> unwrap(Class<T> type) {
    return type.isInstance(this) ? Optional.of(type.cast(this)) : Optional.empty();
  }
}
