/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** The flights that come with the program; SOURCE.txt beside them says whence and on what terms. */
final class FlightData {

  /** How many there are. */
  static final int SIZE = 20_000;

  private static final String FLIGHTS = "flights-20k.csv.gz";
  private static final String SOURCE = "SOURCE.txt";
  private static final int COLUMNS = 5;

  private FlightData() {}

  /** All of them, in order of time. */
  static List<Flight> load() throws IOException {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(resource(FLIGHTS)), StandardCharsets.US_ASCII))) {
      return lines.lines().skip(1).map(FlightData::parse).toList();
    }
  }

  /** Source and licence, as a text. */
  static String source() throws IOException {
    try (InputStream in = resource(SOURCE)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static Flight parse(String line) {
    String[] column = line.split(",", -1);
    if (column.length != COLUMNS) {
      throw new IllegalStateException(FLIGHTS + " has a line that is no flight: " + line);
    }
    return new Flight(
        column[0], Integer.parseInt(column[1]), Integer.parseInt(column[2]), column[3], column[4]);
  }

  private static InputStream resource(String name) throws IOException {
    InputStream in = FlightData.class.getResourceAsStream(name);
    if (in == null) {
      throw new IOException("the demo's file " + name + " is missing from the program's jar");
    }
    return in;
  }
}
