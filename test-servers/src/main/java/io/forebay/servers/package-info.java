/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Servers: real Kafka brokers and PostgreSQL servers for the tests of all modules, as child
 * processes or containers.
 *
 * <p>In: what a test wants of a server. Out: addresses and credentials of one that runs. Thread:
 * the test's. Rule: nothing outlives the test's JVM, however that ends.
 */
@NullMarked
package io.forebay.servers;

import org.jspecify.annotations.NullMarked;
