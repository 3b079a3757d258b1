/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShardFiguresTest {

  @TempDir private Path folder;

  @Test
  void shouldAddUpDelays() throws IOException {
    ShardFigures figures = ShardFigures.load(folder.resolve("f"));

    figures.add(List.of(flight(1, "ORD", 20), flight(2, "ORD", -4), flight(5, "DFW", 15)));

    assertThat(figures.airports().get("ORD")).isEqualTo(new DelayFigures(2, 16, 20, 1));
    assertThat(figures.airports().get("DFW")).isEqualTo(new DelayFigures(1, 15, 15, 1));
    assertThat(figures.airports().get("ORD").mean()).isEqualTo(8);
    assertThat(figures.airports().get("ORD").lateShare()).isEqualTo(0.5);
  }

  @Test
  void shouldNotCountARecordTwiceWhenItIsDeliveredAgainAfterARestart() throws IOException {
    Path file = folder.resolve("f");
    ShardFigures.load(file).add(List.of(flight(1, "ORD", 20), flight(2, "ORD", 10)));

    ShardFigures reloaded = ShardFigures.load(file);
    reloaded.add(List.of(flight(2, "ORD", 10), flight(3, "ORD", 30)));

    assertThat(reloaded.counts()).isEqualTo(new ShardFigures.Counts(3, 3, 1));
    assertThat(ShardFigures.load(file).airports().get("ORD"))
        .isEqualTo(new DelayFigures(3, 60, 30, 2));
  }

  @Test
  void shouldSayWhatToDoAboutADamagedFile() throws IOException {
    Path file = Files.writeString(folder.resolve("f"), "last 3 hand");

    assertThatThrownBy(() -> ShardFigures.load(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("start afresh with --reset");
  }

  @Test
  void shouldCountReportsDeliveredAgain() throws IOException {
    Path file = folder.resolve("reports");
    ReportCount count = ReportCount.load(file);
    count.add(7);
    count.add(9);

    ReportCount reloaded = ReportCount.load(file);
    reloaded.add(9);

    assertThat(reloaded.handled()).isEqualTo(2);
    assertThat(reloaded.again()).isEqualTo(1);
  }

  private static NumberedFlight flight(long number, String origin, int delay) {
    return new NumberedFlight(number, new Flight("2001/01/01 00:00", delay, 1, origin, "LAX"));
  }
}
