/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.demo;

import java.io.PrintWriter;
import java.util.Locale;

/** A few lines drawn over themselves: a bar for each shard, and the sums. */
final class TerminalDisplay implements Display {

  private static final int BAR = 24;
  private static final String CLEAR_LINE = "\u001b[2K";

  private final PrintWriter out;
  private int drawn;

  TerminalDisplay(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void show(Progress progress) {
    StringBuilder text = new StringBuilder();
    if (drawn > 0) {
      text.append("\u001b[" + drawn + "A");
    }
    for (Progress.Part part : progress.shards()) {
      line(text, bar(part, part.handled()));
    }
    line(text, bar(progress.reports(), progress.reports().handled() + progress.discarded()));
    line(
        text,
        "  "
            + Numbers.tenths(progress.seconds())
            + " s   "
            + Numbers.of(progress.handled())
            + " handled   "
            + Numbers.of(progress.perSecond())
            + " records/s   "
            + progress.discarded()
            + " discarded");
    drawn = progress.shards().size() + 2;
    out.print(text);
    out.flush();
  }

  @Override
  public void end(Progress progress) {
    show(progress);
    out.println();
    out.flush();
  }

  private static void line(StringBuilder text, String line) {
    text.append('\r').append(CLEAR_LINE).append(line).append('\n');
  }

  private static String bar(Progress.Part part, long done) {
    double share = part.total() == 0 ? 1 : (double) done / part.total();
    int filled = (int) Math.min(BAR, Math.floor(share * BAR));
    double there = part.total() == 0 ? 1 : (double) part.appended() / part.total();
    int appended = (int) Math.min(BAR, Math.floor(there * BAR)) - filled;
    return String.format(
        Locale.ROOT,
        "  %-18s [%s%s%s] %5s  %s of %s",
        part.name(),
        "#".repeat(filled),
        "-".repeat(Math.max(0, appended)),
        " ".repeat(BAR - filled - Math.max(0, appended)),
        Numbers.percent(share),
        Numbers.of(done),
        Numbers.of(part.total()));
  }
}
