/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Kafka topics as event sources and as failure destinations: what the engine sees of them.
 *
 * <p>In: settings, calls of the engine. Out: a membership in a consumer group, messages of given-up
 * records. Thread: the callers'; the consumer has a thread of its own, see {@code
 * io.forebay.kafka.group}. Rule: a position is a record's offset; a commit is the next offset to
 * read, so that Kafka's own tools tell the truth.
 */
@NullMarked
package io.forebay.kafka;

import org.jspecify.annotations.NullMarked;
