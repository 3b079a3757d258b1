/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.checkpoint.jdbc;

import io.forebay.checkpoint.Checkpoint;

/**
 * A checkpoint as it is written.
 *
 * @param checkpoint the checkpoint
 * @param crc CRC32C of all of it but the settled map, which has its own
 */
public record ShardRow(Checkpoint checkpoint, long crc) {}
