/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Chronicle Queue as an event source and as a failure destination: a stream is a folder of queues.
 *
 * <p>In: appended records, positions to read from. Out: fetches of records, discard entries on
 * disk. Thread: appends from any thread and process; a reader belongs to its pump. Rule: one copy
 * of a message out of the mapped file, nothing parsed before it is asked for.
 */
@NullMarked
package io.forebay.chronicle;

import org.jspecify.annotations.NullMarked;
