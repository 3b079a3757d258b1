/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Operate: the commands that talk to a running daemon over its API.
 *
 * <p>In: arguments, answers of the API. Out: tables for people, the API's JSON for scripts, exit
 * codes. Thread: main. Rule: what a command says comes from the daemon's answer; each failure is
 * one sentence.
 */
@NullMarked
package io.forebay.daemon.operate;

import org.jspecify.annotations.NullMarked;
