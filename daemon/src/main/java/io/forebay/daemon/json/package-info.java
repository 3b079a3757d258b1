/* SPDX-License-Identifier: Apache-2.0 */
/**
 * JSON: small documents as trees of maps, lists, texts, numbers, truth values and nulls.
 *
 * <p>In: trees, or bytes. Out: bytes, or trees. Thread: any. Rule: for answers of the admin port,
 * which are small; records of a stream do not come this way.
 */
@NullMarked
package io.forebay.daemon.json;

import org.jspecify.annotations.NullMarked;
