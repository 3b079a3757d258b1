/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.demo;

import java.io.PrintWriter;

/** A line a second, for where nothing can be drawn over: a file, a pipe, a build's log. */
final class LineDisplay implements Display {

  private final PrintWriter out;
  private double nextAt = 1;

  LineDisplay(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void show(Progress progress) {
    if (progress.seconds() >= nextAt) {
      nextAt = Math.floor(progress.seconds()) + 1;
      print(progress);
    }
  }

  @Override
  public void end(Progress progress) {
    print(progress);
  }

  private void print(Progress progress) {
    long done = progress.handled() + progress.discarded();
    out.println(
        Numbers.tenths(progress.seconds())
            + " s  "
            + Numbers.of(done)
            + " of "
            + Numbers.of(progress.total())
            + " records done ("
            + Numbers.percent((double) done / progress.total())
            + "), "
            + Numbers.of(progress.perSecond())
            + " records/s, "
            + progress.discarded()
            + " discarded");
    out.flush();
  }
}
