/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.demo;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Holds what a run has left behind against what it should have: nothing here trusts a counter of
 * the run itself.
 *
 * @param faults what does not add up, as sentences; none if every record is accounted for
 */
record Accounting(List<String> faults) {

  /**
   * Checks a run.
   *
   * @param script what was to be appended
   * @param end how far it came
   * @param found the airports' figures as the handler left them
   * @param discards what the failure destination holds
   */
  static Accounting of(
      Script script, Progress end, Map<String, DelayFigures> found, DiscardFile.Content discards) {
    List<String> faults = new ArrayList<>();
    for (Progress.Part shard : end.shards()) {
      expect(faults, shard.name() + " appended", shard.appended(), shard.total());
      expect(faults, shard.name() + " handled", shard.handled(), shard.total());
    }
    long malformed = ManualReport.malformed(script.reports());
    Progress.Part reports = end.reports();
    expect(faults, "manual reports appended", reports.appended(), reports.total());
    expect(faults, "manual reports handled", reports.handled(), reports.total() - malformed);
    expect(faults, "manual reports discarded", discards.records().size(), malformed);
    compareFigures(faults, script, found);
    compareBytes(faults, script, discards);
    return new Accounting(List.copyOf(faults));
  }

  boolean right() {
    return faults.isEmpty();
  }

  private static void expect(List<String> faults, String what, long found, long expected) {
    if (found != expected) {
      faults.add(what + ": " + Numbers.of(found) + " instead of " + Numbers.of(expected));
    }
  }

  /** The figures must be those that one gets from the data file itself. */
  private static void compareFigures(
      List<String> faults, Script script, Map<String, DelayFigures> found) {
    Map<String, DelayFigures> expected = new TreeMap<>();
    for (Flight flight : script.flights()) {
      expected.merge(flight.origin(), DelayFigures.NONE.plus(flight), DelayFigures::plus);
    }
    expected.replaceAll((airport, figures) -> figures.times(script.rounds()));
    long differing =
        expected.entrySet().stream()
            .filter(one -> !one.getValue().equals(found.get(one.getKey())))
            .count();
    if (differing > 0 || found.size() != expected.size()) {
      faults.add(
          "figures of "
              + differing
              + " airports differ from those computed from the data file itself");
    }
  }

  /** Each malformed report must be in the failure destination byte for byte. */
  private static void compareBytes(
      List<String> faults, Script script, DiscardFile.Content discards) {
    for (int i = 0; i < script.reports().size(); i++) {
      ManualReport report = script.reports().get(i);
      boolean there =
          discards.records().stream().anyMatch(one -> Arrays.equals(one.data(), report.data()));
      if (there == report.wellFormed()) {
        faults.add(
            "manual report "
                + i
                + (there
                    ? " was discarded though it is well-formed"
                    : " is not in the failure destination byte for byte"));
      }
    }
  }
}
