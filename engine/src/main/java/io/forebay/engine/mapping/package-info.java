/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Mapping: starts, stops and watches mappings.
 *
 * <p>In: commands, and what the threads report. Out: shards assigned to workers and pumps; states.
 * Thread: the supervisor. Rule: blocks on nothing: opening and closing happen on opener threads.
 */
@NullMarked
package io.forebay.engine.mapping;

import org.jspecify.annotations.NullMarked;
