/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.checkpoint;

/**
 * How far a shard is settled.
 *
 * @param shard the shard
 * @param epoch epoch of the lease under which it was written; the store refuses older ones
 * @param reached position such that it and all before it are settled; reading goes on after it
 * @param settled the places above {@code reached} that are settled already
 * @param ended whether the shard was read to its end and everything in it is settled
 */
public record Checkpoint(
    ShardKey shard, long epoch, String reached, SettledMap settled, boolean ended) {}
