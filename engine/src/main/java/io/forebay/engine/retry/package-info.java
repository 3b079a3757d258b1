/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Retry: judges what an outcome means for its batch (rule 3.5).
 *
 * <p>In: size, attempts, outcome. Out: a verdict. Thread: the shard's worker. Rule: pure functions:
 * no clock, no I/O, no state.
 */
@NullMarked
package io.forebay.engine.retry;

import org.jspecify.annotations.NullMarked;
