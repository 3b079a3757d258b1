/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Agent: how the engine's threads run, wait and count; knows nothing of records.
 *
 * <p>In: work that rings. Out: duty cycles. Thread: each agent's own. Rule: the only place for
 * clocks, threads and sleeping.
 */
@NullMarked
package io.forebay.engine.agent;

import org.jspecify.annotations.NullMarked;
