/* SPDX-License-Identifier: Apache-2.0 */
/**
 * One partition: its records on their way from the poller to a reader, and what is known of its
 * log.
 *
 * <p>In: records that were polled. Out: fetches. Thread: the poller fills a buffer, the reader's
 * pump empties it. Rule: nothing here waits, and nothing here knows a consumer.
 */
@NullMarked
package io.forebay.kafka.partition;

import org.jspecify.annotations.NullMarked;
