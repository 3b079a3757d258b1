/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Log: how the process writes its log.
 *
 * <p>In: what we and our libraries log, by SLF4J, System.Logger and java.util.logging. Out: lines,
 * plain or JSON. Thread: whichever logs. Rule: one event, one line.
 */
@NullMarked
package io.forebay.daemon.log;

import org.jspecify.annotations.NullMarked;
