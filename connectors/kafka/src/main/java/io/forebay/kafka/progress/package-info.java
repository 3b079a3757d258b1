/* SPDX-License-Identifier: Apache-2.0 */
/**
 * What a group's offsets say, and what they are to say: where reading begins, what is committed.
 *
 * <p>In: commits of the engine and of the broker. Out: offsets with metadata; decisions. Thread:
 * the poller, but for commits, which any thread offers. Rule: what another has written, or what was
 * written for another topic of the name, never lets a record be left out.
 */
@NullMarked
package io.forebay.kafka.progress;

import org.jspecify.annotations.NullMarked;
