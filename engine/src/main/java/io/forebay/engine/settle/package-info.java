/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Settle: keeps progress, and stores what must outlive a crash.
 *
 * <p>In: settled places, discarded batches. Out: checkpoints and destination writes. Thread: the
 * worker, the checkpoint-writer, the destination-senders, each its own classes. Rule: a checkpoint
 * never runs ahead of what is settled; a discard is settled once it is stored.
 */
@NullMarked
package io.forebay.engine.settle;

import org.jspecify.annotations.NullMarked;
