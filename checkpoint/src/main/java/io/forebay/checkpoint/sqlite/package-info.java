/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Checkpoints in one SQLite file: the store that needs nothing set up.
 *
 * <p>In: a path. Out: a {@link io.forebay.checkpoint.CheckpointStore}. Thread: the store's
 * checkpoint-writer. Rule: a save is on disk before it is acknowledged; a file that is not
 * certainly ours and whole is refused and left as it is.
 */
@NullMarked
package io.forebay.checkpoint.sqlite;

import org.jspecify.annotations.NullMarked;
