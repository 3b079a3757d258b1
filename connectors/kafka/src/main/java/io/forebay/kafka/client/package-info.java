/* SPDX-License-Identifier: Apache-2.0 */
/**
 * What consumer, producer and admin client have in common: their properties and their faults.
 *
 * <p>In: bootstrap servers and properties from a mapping's settings; exceptions of the Kafka
 * client. Out: clients; sentences for operators. Thread: any. Rule: no secret leaves this package
 * but to the Kafka client.
 */
@NullMarked
package io.forebay.kafka.client;

import org.jspecify.annotations.NullMarked;
