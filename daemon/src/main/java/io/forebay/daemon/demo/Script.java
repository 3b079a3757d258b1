/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.demo;

import java.util.List;

/**
 * What is appended in a run, in which order: the flights, so many rounds over, and among them, at
 * fixed places, the manual reports. The same in every run of so many rounds, which is how a
 * producer that was killed knows what comes next: it skips what each shard holds already.
 *
 * @param flights one round
 * @param reports all manual reports
 * @param rounds how many rounds
 */
record Script(List<Flight> flights, List<ManualReport> reports, int rounds) {

  /** Number of flights to append. */
  long total() {
    return (long) rounds * flights.size();
  }

  /** Number of flights each shard gets. */
  long[] totals(DemoStream stream) {
    long[] totals = new long[stream.shards()];
    for (Flight flight : flights) {
      totals[stream.shardOf(flight.origin())] += rounds;
    }
    return totals;
  }

  /** Number of the flight that a manual report is appended before. */
  long placeOf(int report) {
    return (report + 1) * total() / (reports.size() + 1);
  }

  Flight flight(long number) {
    return flights.get((int) (number % flights.size()));
  }
}
