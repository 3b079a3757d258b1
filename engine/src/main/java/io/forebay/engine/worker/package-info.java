/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Worker: the thread that strings ring, filter, gather, dispatch, judge and settle together.
 *
 * <p>In: fetches and answers. Out: invocations, discards, checkpoints. Thread: each worker its own
 * shards. Rule: never blocks, and is the only writer of everything known about its shards.
 */
@NullMarked
package io.forebay.engine.worker;

import org.jspecify.annotations.NullMarked;
