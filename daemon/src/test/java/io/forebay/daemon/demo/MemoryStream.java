/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.demo;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A stream in memory, which may refuse records from some point on, as a killed process would. */
final class MemoryStream implements DemoStream {

  private final List<List<byte[]>> shards = new ArrayList<>();
  private long room = Long.MAX_VALUE;

  MemoryStream(int shards) {
    for (int i = 0; i < shards; i++) {
      this.shards.add(new ArrayList<>());
    }
  }

  void makeRoomFor(long records) {
    room = records;
  }

  List<byte[]> records(int shard) {
    return shards.get(shard);
  }

  @Override
  public int shards() {
    return shards.size();
  }

  @Override
  public int shardOf(String key) {
    return Math.floorMod(key.hashCode(), shards.size());
  }

  @Override
  public String shardId(int shard) {
    return "s" + shard;
  }

  @Override
  public long count(int shard) {
    return shards.get(shard).size();
  }

  @Override
  public void append(String key, byte[] data) throws IOException {
    if (room-- <= 0) {
      throw new IOException("no room");
    }
    shards.get(shardOf(key)).add(data);
  }

  @Override
  public void close() {}
}
