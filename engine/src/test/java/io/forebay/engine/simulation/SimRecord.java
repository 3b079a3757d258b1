/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine.simulation;

import io.forebay.handler.Header;
import io.forebay.handler.SourceRecord;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A record of a simulated shard.
 *
 * @param shard its shard
 * @param index its place there, which is its position
 * @param keyName its key
 * @param timestamp when it arrived, in epoch milliseconds
 * @param bytes how large it is
 */
public record SimRecord(String shard, int index, String keyName, long timestamp, int bytes)
    implements SourceRecord {

  @Override
  public ByteBuffer key() {
    return StandardCharsets.UTF_8.encode(keyName);
  }

  @Override
  public boolean hasKey() {
    return !keyName.isEmpty();
  }

  @Override
  public ByteBuffer data() {
    return ByteBuffer.allocate(bytes).asReadOnlyBuffer();
  }

  @Override
  public int dataSize() {
    return bytes;
  }

  @Override
  public int size() {
    return bytes + keyName.length();
  }

  @Override
  public String position() {
    return String.valueOf(index);
  }

  @Override
  public List<Header> headers() {
    return List.of();
  }

  @Override
  public String toString() {
    return shard + "#" + index + "(" + keyName + ")";
  }
}
