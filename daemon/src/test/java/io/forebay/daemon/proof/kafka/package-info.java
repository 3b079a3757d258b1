/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Proof with a real Kafka broker and a real PostgreSQL server: what the daemon promises, whichever
 * source and whichever checkpoint store.
 *
 * <p>In: servers, child processes, what they leave behind. Out: verdicts. Thread: the test's. Rule:
 * judges by what handlers noted down and by what the broker and the database have stored, never by
 * the engine's own word.
 */
package io.forebay.daemon.proof.kafka;
