/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.proof;

import io.forebay.checkpoint.Checkpoint;
import java.util.BitSet;

/** A source as somebody outside the engine knows it: which record stands where in its shard. */
public interface RecordLog {

  /** Learns of everything that was appended until now. */
  void readOn() throws Exception;

  /** The ids of its shards. */
  Iterable<String> shards();

  /** Records known. */
  int size();

  /** A record's place in its shard, from 0; fails if there is no such record. */
  int place(String shard, String position);

  /** The places that a checkpoint says are settled. */
  BitSet settled(Checkpoint checkpoint);
}
