/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Proof: what the daemon promises, held against whole processes that are killed, starved and fed
 * what they should not get.
 *
 * <p>In: child processes and what they leave behind. Out: verdicts. Thread: the test's. Rule:
 * judges by what handlers noted down and by the checkpoint file, never by the engine's own word.
 */
package io.forebay.daemon.proof;
