/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Text: configuration files as sections and values that know their file, line and column.
 *
 * <p>In: files. Out: sections and values; faults. Thread: the caller's. Rule: nothing here knows
 * which settings there are, and nothing that came out of a reference is ever shown.
 */
@NullMarked
package io.forebay.config.text;

import org.jspecify.annotations.NullMarked;
