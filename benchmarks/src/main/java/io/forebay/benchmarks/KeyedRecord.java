/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.benchmarks;

import io.forebay.handler.Header;
import io.forebay.handler.SourceRecord;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;

/** A record whose key and data lie in one array, as those of the Chronicle connector do. */
final class KeyedRecord implements SourceRecord {

  private static final int DATA_BYTES = 200;

  private final byte[] message;
  private final int keyLength;
  private final long index;

  private KeyedRecord(int key, long index) {
    byte[] text = ("key-" + key).getBytes(StandardCharsets.UTF_8);
    message = new byte[text.length + DATA_BYTES];
    System.arraycopy(text, 0, message, 0, text.length);
    keyLength = text.length;
    this.index = index;
  }

  /** Records whose keys are evenly spread over this many, always the same ones. */
  static SourceRecord[] many(int count, int keys) {
    SplittableRandom random = new SplittableRandom(7);
    SourceRecord[] records = new SourceRecord[count];
    for (int i = 0; i < count; i++) {
      records[i] = new KeyedRecord(random.nextInt(keys), i);
    }
    return records;
  }

  @Override
  public ByteBuffer key() {
    return ByteBuffer.wrap(message, 0, keyLength).slice().asReadOnlyBuffer();
  }

  @Override
  public boolean hasKey() {
    return true;
  }

  @Override
  public ByteBuffer data() {
    return ByteBuffer.wrap(message, keyLength, DATA_BYTES).slice().asReadOnlyBuffer();
  }

  @Override
  public int dataSize() {
    return DATA_BYTES;
  }

  @Override
  public int size() {
    return message.length;
  }

  @Override
  public String position() {
    return Long.toString(index);
  }

  @Override
  public long timestamp() {
    return 0;
  }

  @Override
  public List<Header> headers() {
    return List.of();
  }
}
