/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Proof against a real Kafka broker: members of a group that come, go and die, a broker that does,
 * topics that change, slow handlers, secrets.
 *
 * <p>In: daemons and engines, and what their handlers wrote down. Out: verdicts, and the figures of
 * rebalances. Thread: the test's. Rule: judges by ledgers and by what the broker says of the group,
 * never by the engine's own word.
 */
package io.forebay.daemon.proof.rebalance;
