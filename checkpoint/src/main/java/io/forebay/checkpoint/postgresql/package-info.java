/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Checkpoints in PostgreSQL, which the engines of several machines may share.
 *
 * <p>In: checkpoints. Out: rows in a schema of its own. Thread: the store's checkpoint-writer; the
 * connection pool has threads of its own, which open and check connections. Rule: no save that a
 * lease fenced is committed after that lease was taken.
 */
@NullMarked
package io.forebay.checkpoint.postgresql;

import org.jspecify.annotations.NullMarked;
