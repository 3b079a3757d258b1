/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Daemon: the command line and the process around an engine.
 *
 * <p>In: arguments, config files, signals. Out: a running engine, its exit code, sentences for
 * people. Thread: main. Rule: a user's mistake is one sentence, never a stack trace.
 */
@NullMarked
package io.forebay.daemon;

import org.jspecify.annotations.NullMarked;
