/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.daemon.demo.DiscardFile.Content;
import io.forebay.daemon.demo.DiscardFile.Discarded;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AccountingTest {

  private Script script;
  private final Map<String, DelayFigures> figures = new TreeMap<>();
  private final List<Discarded> discards = new ArrayList<>();

  @BeforeEach
  void runRightly() throws IOException {
    List<Flight> flights = FlightData.load();
    script = new Script(flights, ManualReport.all(flights), 2);
    for (Flight flight : flights) {
      figures.merge(flight.origin(), DelayFigures.NONE.plus(flight), DelayFigures::plus);
    }
    figures.replaceAll((airport, once) -> once.times(2));
    for (int i = 0; i < script.reports().size(); i++) {
      ManualReport report = script.reports().get(i);
      if (!report.wellFormed()) {
        discards.add(new Discarded("s0", String.valueOf(i), "bad", 3, report.data()));
      }
    }
  }

  @Test
  void shouldFindNothingWrongWithARunThatIsRight() {
    assertThat(account(40_000).faults()).isEmpty();
  }

  @Test
  void shouldMissARecordThatWasNotHandled() {
    assertThat(account(39_999).faults())
        .containsExactly("flights handled: 39,999 instead of 40,000");
  }

  @Test
  void shouldSeeARecordCountedTwice() {
    figures.computeIfPresent("ORD", (airport, right) -> right.plus(right));

    assertThat(account(40_000).faults())
        .containsExactly(
            "figures of 1 airports differ from those computed from the data file itself");
  }

  @Test
  void shouldSeeADiscardedRecordThatIsNotWhole() {
    Discarded cut = discards.remove(0);
    discards.add(new Discarded(cut.shard(), cut.position(), cut.reason(), 3, new byte[] {1}));

    assertThat(account(40_000).faults())
        .containsExactly("manual report 4 is not in the failure destination byte for byte");
  }

  private Accounting account(long handled) {
    Progress end =
        new Progress(
            List.of(new Progress.Part("flights", 40_000, handled, 0, 40_000)),
            new Progress.Part("manual reports", 40, 34, 0, 40),
            discards.size(),
            1,
            1);
    return Accounting.of(script, end, figures, new Content(discards, 0));
  }
}
