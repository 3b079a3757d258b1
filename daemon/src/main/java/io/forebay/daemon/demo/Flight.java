/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.demo;

import java.nio.charset.StandardCharsets;

/**
 * One flight.
 *
 * @param date local date and time, {@code 2001/01/01 00:47}
 * @param delay minutes late on arrival; negative: early
 * @param distance in miles
 * @param origin airport code
 * @param destination airport code
 */
record Flight(String date, int delay, int distance, String origin, String destination) {

  /** From this many minutes on the Bureau of Transportation Statistics counts a flight as late. */
  static final int LATE_MINUTES = 15;

  boolean late() {
    return delay >= LATE_MINUTES;
  }

  /**
   * The flight as the demo writes it to its streams.
   *
   * @param number the record's number in its stream, by which a handler knows it again
   */
  byte[] toJson(long number) {
    String json =
        "{\"n\":"
            + number
            + ",\"date\":\""
            + date
            + "\",\"delay\":"
            + delay
            + ",\"distance\":"
            + distance
            + ",\"origin\":\""
            + origin
            + "\",\"destination\":\""
            + destination
            + "\"}";
    return json.getBytes(StandardCharsets.US_ASCII);
  }
}
