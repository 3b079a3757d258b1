/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.demo;

/**
 * A flight as read back from a stream.
 *
 * @param number the record's number
 * @param flight the flight
 */
record NumberedFlight(long number, Flight flight) {}
