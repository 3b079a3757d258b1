/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Sources: what a connector implements so that the engine can read from a system, and send to it.
 *
 * <p>In: a source's settings and positions. Out: fetches of records. Thread: one pump a reader (see
 * each type). Rule: a connector reads and reports; it decides nothing about batches, retries or
 * progress.
 */
@NullMarked
package io.forebay.source;

import org.jspecify.annotations.NullMarked;
