/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.checkpoint;

/**
 * Names a shard of a mapping in a store.
 *
 * @param mapping the mapping's name
 * @param shard the shard's id within its source
 */
public record ShardKey(String mapping, String shard) {
  @Override
  public String toString() {
    return mapping + "/" + shard;
  }
}
