/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.demo;

import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What is told at the end of a run. */
final class Summary {

  private static final int AIRPORTS = 10;
  private static final int SHOWN_BYTES = 44;

  private final PrintWriter out;

  Summary(PrintWriter out) {
    this.out = out;
  }

  /**
   * What this process did.
   *
   * @param handled records handled by it
   * @param seconds from the first to the last
   * @param starts processes that worked on the run
   */
  record Run(long handled, double seconds, int starts) {}

  void processed(Progress end, Run run, Accounting accounting) {
    out.println("Processed");
    row("appended to the streams", end.appended());
    row("handled", end.handled());
    row("discarded", end.discarded());
    out.println(
        accounting.right()
            ? "  Every record is accounted for: appended = handled + discarded, the figures equal"
                + System.lineSeparator()
                + "  those computed from the data file, the discarded records are whole."
            : "  NOT every record is accounted for:");
    accounting.faults().forEach(fault -> out.println("  - " + fault));
    if (run.starts() > 1) {
      out.println(
          "  It took "
              + run.starts()
              + " processes. "
              + (end.again() == 0
                  ? "No record was delivered twice."
                  : Numbers.of(end.again())
                      + " records were delivered again after a stop; the handler knew them by"
                      + System.lineSeparator()
                      + "  their number and did not count them twice."));
    }
    if (run.handled() > 0 && run.seconds() > 0) {
      out.println(
          "  Speed: "
              + Numbers.of(run.handled() / run.seconds())
              + " records/s ("
              + Numbers.of(run.handled())
              + " in "
              + Numbers.tenths(run.seconds())
              + " s, appended, read, parsed and added up at the same time).");
    }
    out.println();
  }

  void airports(Map<String, DelayFigures> airports) {
    out.println("Departures, January to March 2001: the " + AIRPORTS + " busiest airports");
    out.println("  airport    flights  mean delay   worst   late (15 min and more)");
    airports.entrySet().stream()
        .sorted(
            Comparator.<Map.Entry<String, DelayFigures>>comparingLong(
                    one -> -one.getValue().flights())
                .thenComparing(Map.Entry::getKey))
        .limit(AIRPORTS)
        .forEach(
            one ->
                out.println(
                    String.format(
                        Locale.ROOT,
                        "  %-7s %,10d  %6.1f min  %,5d   %5.1f %%",
                        one.getKey(),
                        one.getValue().flights(),
                        one.getValue().mean(),
                        one.getValue().worst(),
                        one.getValue().lateShare() * 100)));
    out.println();
  }

  void discarded(DiscardFile.Content discards) {
    out.println("Discarded, each after its last attempt");
    for (DiscardFile.Discarded one : discards.records()) {
      out.println("  " + one.reason() + "   (tried " + times(one.attempts()) + ")");
      out.println("      " + shown(one.data()));
    }
    if (discards.again() > 0) {
      out.println(
          "  "
              + discards.again()
              + " of them are in the file twice: stored, but a kill came before the checkpoint.");
    }
    out.println();
  }

  void next(List<String> lines) {
    out.println("Where to look next");
    lines.forEach(line -> out.println("  " + line));
    out.flush();
  }

  private void row(String what, long count) {
    out.println(String.format(Locale.ROOT, "  %-26s %,12d", what, count));
  }

  private static String times(int attempts) {
    return attempts == 1 ? "once" : attempts + " times";
  }

  /** Bytes for people: what is not printable ASCII as \xNN, long ones cut. */
  private static String shown(byte[] data) {
    if (data.length == 0) {
      return "(no bytes)";
    }
    int from = Math.max(0, data.length - SHOWN_BYTES);
    StringBuilder text = new StringBuilder(from > 0 ? "..." : "");
    for (int i = from; i < data.length; i++) {
      int one = data[i] & 0xff;
      text.append(
          one >= ' ' && one < 0x7f
              ? String.valueOf((char) one)
              : String.format(Locale.ROOT, "\\x%02X", one));
    }
    return text.append("   (").append(data.length).append(" bytes)").toString();
  }
}
