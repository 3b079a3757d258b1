/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Meter: counts what happens, without locks and without a metrics library.
 *
 * <p>In: increments. Out: snapshots. Thread: each counter has one writing thread, any thread reads.
 * Rule: counting never allocates and never waits.
 */
@NullMarked
package io.forebay.engine.meter;

import org.jspecify.annotations.NullMarked;
