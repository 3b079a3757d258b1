/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Filter: says which records the handler is to see.
 *
 * <p>In: a record. Out: yes or no. Thread: the shard's worker. Rule: a filter that fails lets the
 * record pass: nothing is lost to a bad pattern.
 */
@NullMarked
package io.forebay.engine.filter;

import org.jspecify.annotations.NullMarked;
