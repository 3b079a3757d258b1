/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Control: the API by which a running daemon is asked and steered; openapi.json describes it.
 *
 * <p>In: calls. Out: pages of JSON. Thread: admin; what takes long is answered by the thread that
 * ends it. Rule: nobody is answered before the guard has let him pass.
 */
@NullMarked
package io.forebay.daemon.control;

import org.jspecify.annotations.NullMarked;
