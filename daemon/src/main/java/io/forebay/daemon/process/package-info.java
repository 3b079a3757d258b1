/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Process: what every long-running command needs around an engine.
 *
 * <p>In: configurations, folders, signals. Out: a running engine with its admin port, exit codes.
 * Thread: main, and the JVM's for signals. Rule: whatever was started is closed again, in the
 * reverse order.
 */
@NullMarked
package io.forebay.daemon.process;

import org.jspecify.annotations.NullMarked;
