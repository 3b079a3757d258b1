/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Handlers: the interfaces user code implements and the values it is given.
 *
 * <p>In: batches of records. Out: a result a batch. Thread: a handler thread (virtual on Java 21
 * and later), one at a time for a batch. Rule: nothing here knows the engine or a source system.
 */
@NullMarked
package io.forebay.handler;

import org.jspecify.annotations.NullMarked;
