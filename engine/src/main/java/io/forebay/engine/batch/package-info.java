/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Batch: puts a shard's records together until size, bytes or window says so.
 *
 * <p>In: tracked records that pass the filter. Out: the places of a batch. Thread: the shard's
 * worker. Rule: two records of one key slot are never in two batches at once.
 */
@NullMarked
package io.forebay.engine.batch;

import org.jspecify.annotations.NullMarked;
