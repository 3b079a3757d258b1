/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.demo;

/**
 * The delays of an airport's departures.
 *
 * @param flights how many
 * @param delaySum their delays in sum, in minutes
 * @param worst the longest delay, in minutes
 * @param late how many were late
 */
record DelayFigures(long flights, long delaySum, int worst, long late) {

  private static final int COLUMNS = 4;

  static final DelayFigures NONE = new DelayFigures(0, 0, Integer.MIN_VALUE, 0);

  /** With one flight more. */
  DelayFigures plus(Flight flight) {
    return new DelayFigures(
        flights + 1,
        delaySum + flight.delay(),
        Math.max(worst, flight.delay()),
        late + (flight.late() ? 1 : 0));
  }

  /** These and those together. */
  DelayFigures plus(DelayFigures other) {
    return new DelayFigures(
        flights + other.flights,
        delaySum + other.delaySum,
        Math.max(worst, other.worst),
        late + other.late);
  }

  /** As if all had flown so many times. */
  DelayFigures times(int rounds) {
    return new DelayFigures(flights * rounds, delaySum * rounds, worst, late * rounds);
  }

  double mean() {
    return (double) delaySum / flights;
  }

  double lateShare() {
    return (double) late / flights;
  }

  /** For a file. */
  String toText() {
    return flights + "," + delaySum + "," + worst + "," + late;
  }

  /** What {@link #toText} wrote. */
  static DelayFigures parse(String text) {
    String[] column = text.split(",", -1);
    if (column.length != COLUMNS) {
      throw new IllegalArgumentException("no figures: " + text);
    }
    return new DelayFigures(
        Long.parseLong(column[0]),
        Long.parseLong(column[1]),
        Integer.parseInt(column[2]),
        Long.parseLong(column[3]));
  }
}
