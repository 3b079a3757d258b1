/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Checkpoints: how far a mapping has come in each shard, stored so that a crash costs no data.
 *
 * <p>In: checkpoints from the engine's workers. Out: the same after a restart. Thread: one
 * checkpoint-writer a store. Rule: an old checkpoint costs duplicates, one ahead of reality costs
 * data; so a write of an older epoch is refused.
 */
@NullMarked
package io.forebay.checkpoint;

import org.jspecify.annotations.NullMarked;
