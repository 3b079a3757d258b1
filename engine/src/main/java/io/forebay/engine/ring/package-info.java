/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Ring: hands fetches from pumps to a worker, one slot a fetch.
 *
 * <p>In: fetches from pumps. Out: the same, to the worker. Thread: pumps write, one worker reads.
 * Rule: a doorway, not a waiting room: the worker empties it at once.
 */
@NullMarked
package io.forebay.engine.ring;

import org.jspecify.annotations.NullMarked;
