/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Dispatch: runs handlers within permits and deadlines.
 *
 * <p>In: a batch to invoke. Out: one outcome an invocation, to the worker. Thread: handler threads
 * run, workers ask. Rule: what user code throws ends here.
 */
@NullMarked
package io.forebay.engine.dispatch;

import org.jspecify.annotations.NullMarked;
