/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.benchmarks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Runs several ways of reading the same records by turns, so that a noisy machine is noisy for all,
 * and prints their medians beside the first one's.
 *
 * <p>Options: {@code rounds}, {@code warmups}.
 */
final class Comparison {

  private final String title;
  private final int records;
  private final Options options;
  private final Map<String, Case> cases = new LinkedHashMap<>();

  Comparison(String title, int records, Options options) {
    this.title = title;
    this.records = records;
    this.options = options;
  }

  /** One way of reading them all. */
  interface Case {
    Run run() throws Exception;
  }

  /**
   * One run.
   *
   * @param nanos from the start: engine, store and reader are opened in it
   * @param handlingNanos from the first record to the last
   * @param used by the process from the start
   */
  record Run(long nanos, long handlingNanos, Usage used) {}

  void add(String name, Case way) {
    cases.put(name, way);
  }

  void run() throws Exception {
    int warmups = options.number("warmups", 2);
    int rounds = options.number("rounds", 7);
    Map<String, Report> reports = new LinkedHashMap<>();
    for (int round = -warmups; round < rounds; round++) {
      for (Map.Entry<String, Case> each : cases.entrySet()) {
        System.gc();
        Run run = each.getValue().run();
        Report report = reports.computeIfAbsent(each.getKey(), Report::new);
        if (round >= 0) {
          report.add(run, records);
        }
      }
    }
    print(rounds, List.copyOf(reports.values()));
  }

  static double rate(long count, long nanos) {
    return count * 1e3 / nanos;
  }

  static void say(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }

  private void print(int rounds, List<Report> reports) {
    say("%n%s, %,d records, %d rounds; medians [least .. most]", title, records, rounds);
    double bare = reports.get(0).rate.median();
    double bareFromStart = reports.get(0).rateFromStart.median();
    double bareCpu = reports.get(0).cpu.median();
    for (Report each : reports) {
      say(
          "%-30s %5.2f M/s [%.2f .. %.2f], ratio %.2f; from start %.2f, ratio %.2f",
          each.name,
          each.rate.median(),
          each.rate.min(),
          each.rate.max(),
          each.rate.median() / bare,
          each.rateFromStart.median(),
          each.rateFromStart.median() / bareFromStart);
      say(
          "%-30s cpu %.0f ns/record (ratio %.2f), gc pauses %.0f ms, %.0f bytes/record",
          "",
          each.cpu.median(),
          each.cpu.median() / bareCpu,
          each.gcMillis.median(),
          each.allocated.median());
      StringBuilder roles = new StringBuilder();
      each.roles.forEach(
          (role, series) -> {
            if (series.median() >= 1) {
              roles.append(String.format(Locale.ROOT, "  %s %.0f", role, series.median()));
            }
          });
      say("%-30s cpu by thread, ns/record:%s", "", roles);
    }
  }

  /** All runs of one case. */
  private static final class Report {
    private final String name;
    private final Series rate = new Series();
    private final Series rateFromStart = new Series();
    private final Series cpu = new Series();
    private final Series allocated = new Series();
    private final Series gcMillis = new Series();
    private final Map<String, Series> roles = new LinkedHashMap<>();

    Report(String name) {
      this.name = name;
    }

    void add(Run run, int records) {
      rate.add(Comparison.rate(records, run.handlingNanos));
      rateFromStart.add(Comparison.rate(records, run.nanos));
      cpu.add((double) run.used.cpuNanos() / records);
      allocated.add((double) run.used.allocatedBytes() / records);
      gcMillis.add((double) run.used.gcMillis());
      run.used
          .threadCpu()
          .forEach(
              (role, nanos) ->
                  roles.computeIfAbsent(role, any -> new Series()).add((double) nanos / records));
    }
  }
}
