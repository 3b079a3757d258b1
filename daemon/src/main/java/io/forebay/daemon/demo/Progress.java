/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.demo;

import java.util.List;

/**
 * How far a run is: what the producer has appended, and what the handlers' files and the failure
 * destination's say.
 *
 * @param shards the flights' shards
 * @param reports the manual reports, as one more shard
 * @param discarded manual reports in the failure destination
 * @param seconds since this process began
 * @param perSecond records handled in the last second or so
 */
record Progress(List<Part> shards, Part reports, long discarded, double seconds, double perSecond) {

  /**
   * One shard.
   *
   * @param name its name
   * @param appended records in it
   * @param handled different records handled
   * @param again records handled once more than needed
   * @param total records it will have in the end
   */
  record Part(String name, long appended, long handled, long again, long total) {}

  long handled() {
    return shards.stream().mapToLong(Part::handled).sum() + reports.handled();
  }

  long appended() {
    return shards.stream().mapToLong(Part::appended).sum() + reports.appended();
  }

  long again() {
    return shards.stream().mapToLong(Part::again).sum() + reports.again();
  }

  long total() {
    return shards.stream().mapToLong(Part::total).sum() + reports.total();
  }

  /** Whether all that will ever be appended was handled or discarded. */
  boolean complete() {
    return appended() == total() && handled() + discarded == total();
  }

  /** A number that changes whenever anything moves. */
  long movement() {
    return appended() + handled() + again() + discarded;
  }
}
