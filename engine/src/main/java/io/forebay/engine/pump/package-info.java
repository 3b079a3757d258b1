/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Pump: reads shards within their credits.
 *
 * <p>In: readers and credits. Out: fetches into the ring. Thread: one pump a reader. Rule: decides
 * when to read, never what happens to a record.
 */
@NullMarked
package io.forebay.engine.pump;

import org.jspecify.annotations.NullMarked;
