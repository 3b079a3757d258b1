/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.demo;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A flight as if typed in by hand at an airport's desk: most are right, a few are not. They are
 * made up from the flights; the same ones, at the same places, in every run.
 *
 * @param key the desk
 * @param data the record's bytes; not changed after it was made
 * @param wellFormed whether it is a flight
 */
@SuppressWarnings("ArrayRecordComponent") // compared only by the tests, with Arrays.equals
record ManualReport(String key, byte[] data, boolean wellFormed) {

  /** How many there are in a run. */
  static final int COUNT = 40;

  /** Every so many flights one is typed in again. */
  private static final int STRIDE = 487;

  /** All of a run, in order. */
  static List<ManualReport> all(List<Flight> flights) {
    List<ManualReport> all = new ArrayList<>();
    for (int i = 0; i < COUNT; i++) {
      all.add(report(i, flights.get(i * STRIDE)));
    }
    return List.copyOf(all);
  }

  /** How many of these are not flights. */
  static int malformed(List<ManualReport> reports) {
    return (int) reports.stream().filter(report -> !report.wellFormed).count();
  }

  private static ManualReport report(int number, Flight flight) {
    byte[] right = flight.toJson(number);
    String text = new String(right, StandardCharsets.US_ASCII);
    return switch (number) {
      case 4 -> wrong(flight, ascii(text.substring(0, text.indexOf("\"distance")))); // cut short
      case 10 -> wrong(flight, ascii(text.replaceFirst("\"delay\":-?\\d+,", "")));
      case 17 -> wrong(flight, ascii(text.replaceFirst("\"delay\":-?\\d+", "\"delay\":\"2 h\"")));
      case 23 -> wrong(flight, notUtf8(right));
      case 30 -> wrong(flight, new byte[0]);
      case 36 -> wrong(flight, ascii("[\"" + flight.origin() + "\"," + flight.delay() + "]"));
      default -> new ManualReport(flight.origin(), right, true);
    };
  }

  private static ManualReport wrong(Flight flight, byte[] data) {
    return new ManualReport(flight.origin(), data, false);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * The last letter of the destination becomes an é of Latin-1, which UTF-8 has no such byte for.
   */
  private static byte[] notUtf8(byte[] json) {
    byte[] changed = json.clone();
    changed[changed.length - 3] = (byte) 0xE9;
    return changed;
  }
}
