/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Membership in a consumer group: one consumer and the one thread that may touch it.
 *
 * <p>In: what the broker assigns and sends; commits and new readers from other threads. Out: runs
 * of records in a buffer a partition, committed offsets, who has which partition. Thread: {@code
 * forebay-kafka-<mapping>} polls always, however slow the handlers are; readers belong to their
 * pumps and touch nothing but a {@code PartitionBuffer}. Rule: a partition that was taken away is
 * never committed again.
 */
@NullMarked
package io.forebay.kafka.group;

import org.jspecify.annotations.NullMarked;
