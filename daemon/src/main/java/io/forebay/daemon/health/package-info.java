/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Health: which shards have work and do not move, and what they wait for.
 *
 * <p>In: statuses of mappings, looked at once a second. Out: reports, and a line in the log when a
 * shard gets stuck and when it moves again. Thread: shard-watch. Rule: looks, and changes nothing.
 */
@NullMarked
package io.forebay.daemon.health;

import org.jspecify.annotations.NullMarked;
