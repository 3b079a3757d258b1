/* SPDX-License-Identifier: Apache-2.0 */
/**
 * What all databases have in common: the statements, and tables that know their version.
 *
 * <p>In: checkpoints. Out: SQL to a database that a {@link Dialect} opens. Thread: the store's
 * checkpoint-writer. Rule: nothing here knows a database's name; what differs is in the dialect.
 */
@NullMarked
package io.forebay.checkpoint.jdbc;

import org.jspecify.annotations.NullMarked;
