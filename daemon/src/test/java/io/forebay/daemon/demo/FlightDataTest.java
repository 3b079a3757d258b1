/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class FlightDataTest {

  /** SHA-256 of the lines as they were made from vega-datasets 3.2.1. */
  private static final String SHA256 =
      "a19d4ab1d55b0864b8877c047027fea4ccfc3bbe8be87861cbbb3442c22b0df2";

  @Test
  void shouldHoldTwentyThousandFlightsOfTwoHundredAndTwentyAirports() throws IOException {
    List<Flight> flights = FlightData.load();

    assertThat(flights).hasSize(FlightData.SIZE);
    assertThat(flights.get(0)).isEqualTo(new Flight("2001/01/01 00:47", 66, 1750, "DTW", "LAS"));
    assertThat(flights.stream().map(Flight::origin).distinct()).hasSize(220);
    assertThat(flights)
        .allSatisfy(
            flight -> {
              assertThat(flight.date()).matches("2001/0[1-3]/\\d\\d \\d\\d:\\d\\d");
              assertThat(flight.origin()).matches("[A-Z]{3}");
              assertThat(flight.destination()).matches("[A-Z]{3}");
            });
  }

  @Test
  void shouldBeUnchangedSinceItWasMade() throws IOException, NoSuchAlgorithmException {
    try (InputStream in =
        new GZIPInputStream(FlightData.class.getResourceAsStream("flights-20k.csv.gz"))) {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(in.readAllBytes());
      assertThat(HexFormat.of().formatHex(digest)).isEqualTo(SHA256);
    }
  }

  @Test
  void shouldNameSourceAndLicence() throws IOException {
    assertThat(FlightData.source())
        .contains("U.S. Bureau of Transportation Statistics")
        .contains("vega-datasets, version 3.2.1")
        .contains("other-open", "License Terms Not Explicitly");
  }
}
