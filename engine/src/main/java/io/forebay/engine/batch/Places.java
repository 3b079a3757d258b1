/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine.batch;

/**
 * The places of a gathered batch.
 *
 * @param places ascending, at least one
 * @param slots the key slots held for them; empty where order is not kept by key
 */
@SuppressWarnings("ArrayRecordComponent") // a value passed once from gathering to the batch
public record Places(long[] places, int[] slots) {}
