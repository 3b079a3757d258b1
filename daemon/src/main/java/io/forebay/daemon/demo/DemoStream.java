/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.demo;

import java.io.IOException;

/** A stream the demo appends to. Confined to one thread after it was opened. */
interface DemoStream extends AutoCloseable {

  /** How many shards it has. */
  int shards();

  /** The number of the shard that records of this key go to. */
  int shardOf(String key);

  /** The name of a shard. */
  String shardId(int shard);

  /** How many records a shard holds; read once, when a run begins or goes on. */
  long count(int shard) throws IOException;

  /** Appends a record. */
  void append(String key, byte[] data) throws IOException;

  @Override
  void close();
}
