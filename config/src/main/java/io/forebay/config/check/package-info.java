/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Check: what a definition of a setting means, for values as well as for people.
 *
 * <p>In: definitions and sections. Out: checked values; faults; wordings for messages, schema and
 * documentation. Thread: any. Rule: knows every type of setting, but no mapping.
 */
@NullMarked
package io.forebay.config.check;

import org.jspecify.annotations.NullMarked;
