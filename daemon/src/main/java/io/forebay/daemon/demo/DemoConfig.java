/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The demo's configuration: a file like anybody's, for people to read and to try with. */
final class DemoConfig {

  private static final String TEXT =
      """
      # Written by forebay demo, anew in each run.
      mappings:

        # 20,000 flights, replayed: many records, all of them good. Order is kept within a shard.
        - name: flights
          source:
            type: chronicle
            path: @FLIGHTS@
          handler:
            name: @FLIGHTS_HANDLER@
            settings:
              folder: @FIGURES@
          batchSize: 1000

        # Typed in by hand: a few records are malformed, fail three times, and are discarded.
        # One record a batch, so that a bad one takes no good one with it; ten at a time, so that
        # it holds up nobody but its own desk.
        - name: manual-reports
          source:
            type: chronicle
            path: @REPORTS@
          handler:
            name: @REPORTS_HANDLER@
            settings:
              folder: @FIGURES@
          batchSize: 1
          parallelizationFactor: 10
          maximumRetryAttempts: 2
          onFailure:
            type: file
            path: @DISCARDED@
      """;

  private DemoConfig() {}

  /** Writes the file. */
  static void write(DemoFolder folder) throws IOException {
    String text =
        TEXT.replace("@FLIGHTS@", quoted(folder.flights()))
            .replace("@REPORTS@", quoted(folder.manualReports()))
            .replace("@FIGURES@", quoted(folder.figures()))
            .replace("@DISCARDED@", quoted(folder.discarded().resolve(DiscardFile.DISCARDS)))
            .replace("@FLIGHTS_HANDLER@", FlightDelaysFactory.NAME)
            .replace("@REPORTS_HANDLER@", ManualReportsFactory.NAME);
    Files.createDirectories(folder.discarded());
    Files.writeString(folder.config(), text);
  }

  private static String quoted(Path path) {
    return "\"" + path.toString().replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}
