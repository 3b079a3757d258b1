/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Produce: lines of text to keyed records.
 *
 * <p>In: bytes of a file or of standard input. Out: keys and data. Thread: main. Rule: a line's
 * bytes are never decoded and encoded again.
 */
@NullMarked
package io.forebay.daemon.produce;

import org.jspecify.annotations.NullMarked;
