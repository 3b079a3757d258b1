/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Discard entries: what is kept of a batch that is given up, and the destination that is a file.
 *
 * <p>In: failed batches. Out: one line of JSON each, durable before it counts. Thread: the
 * destination's sender. Rule: the whole originals are kept, so that they can be sent again.
 */
@NullMarked
package io.forebay.discard;

import org.jspecify.annotations.NullMarked;
