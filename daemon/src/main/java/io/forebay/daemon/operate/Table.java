/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.operate;

import java.util.ArrayList;
import java.util.List;

/**
 * Rows under headings, in columns as wide as they need to be, within 100 characters a line. Where
 * that is not enough, the texts of the widest column are cut in the middle: both ends of names and
 * positions tell them apart.
 */
final class Table {

  static final int WIDTH = 100;

  private static final String GAP = "  ";
  private static final String CUT = "…";
  private static final int NARROWEST = 8;

  private final List<String> headings = new ArrayList<>();
  private final List<Boolean> right = new ArrayList<>();
  private final List<List<String>> rows = new ArrayList<>();

  /** Adds a column of texts. */
  Table text(String heading) {
    return column(heading, false);
  }

  /** Adds a column of figures, which are set to the right. */
  Table figure(String heading) {
    return column(heading, true);
  }

  /** Adds a row with a cell for each column. */
  void row(String... cells) {
    rows.add(List.of(cells));
  }

  /** The table, each line with a line feed. */
  @Override
  public String toString() {
    int[] widths = widths();
    StringBuilder out = new StringBuilder();
    line(headings, widths, out);
    rows.forEach(row -> line(row, widths, out));
    return out.toString();
  }

  private Table column(String heading, boolean toTheRight) {
    headings.add(heading);
    right.add(toTheRight);
    return this;
  }

  private int[] widths() {
    int[] widths = new int[headings.size()];
    int total = GAP.length() * (widths.length - 1);
    for (int i = 0; i < widths.length; i++) {
      widths[i] = headings.get(i).length();
      for (List<String> row : rows) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
      total += widths[i];
    }
    for (; total > WIDTH; total--) {
      int widest = widest(widths);
      if (widths[widest] <= NARROWEST) {
        break;
      }
      widths[widest]--;
    }
    return widths;
  }

  private static int widest(int[] widths) {
    int widest = 0;
    for (int i = 1; i < widths.length; i++) {
      widest = widths[i] > widths[widest] ? i : widest;
    }
    return widest;
  }

  private void line(List<String> cells, int[] widths, StringBuilder out) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String cell = cut(cells.get(i), widths[i]);
      String space = " ".repeat(widths[i] - cell.length());
      line.append(i == 0 ? "" : GAP).append(right.get(i) ? space + cell : cell + space);
    }
    out.append(line.toString().stripTrailing()).append('\n');
  }

  private static String cut(String text, int width) {
    if (text.length() <= width) {
      return text;
    }
    int end = (width - CUT.length()) / 2;
    int begin = width - CUT.length() - end;
    return text.substring(0, begin) + CUT + text.substring(text.length() - end);
  }
}
