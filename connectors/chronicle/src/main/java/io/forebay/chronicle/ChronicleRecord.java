/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.chronicle;

import io.forebay.handler.Header;
import io.forebay.handler.SourceRecord;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * A message of a queue, copied out of the mapped file once and parsed when asked.
 *
 * <p>{@link #size} counts eight bytes a header for its lengths. Threads: any; immutable.
 */
public final class ChronicleRecord implements SourceRecord {

  private final byte[] message;
  private final long index;

  /**
   * Over a message that has the layout.
   *
   * @param message never changed afterwards
   */
  ChronicleRecord(byte[] message, long index) {
    this.message = message;
    this.index = index;
  }

  /** The message's index in its queue, as Chronicle Queue's own tools show it (in hexadecimal). */
  public long index() {
    return index;
  }

  @Override
  public ByteBuffer key() {
    return RecordLayout.slice(
        message, RecordLayout.KEY, Math.max(0, RecordLayout.keyLength(message)));
  }

  @Override
  public boolean hasKey() {
    return RecordLayout.keyLength(message) != RecordLayout.NO_KEY;
  }

  @Override
  public ByteBuffer data() {
    return RecordLayout.slice(message, RecordLayout.dataStart(message), dataSize());
  }

  @Override
  public int dataSize() {
    return RecordLayout.dataLength(message);
  }

  @Override
  public int size() {
    return message.length - RecordLayout.KEY;
  }

  @Override
  public String position() {
    return Positions.of(index);
  }

  @Override
  public long timestamp() {
    return RecordLayout.timestamp(message);
  }

  @Override
  public List<Header> headers() {
    return RecordLayout.headers(message);
  }

  @Override
  public String toString() {
    return "record " + position() + " of " + dataSize() + " bytes";
  }
}
