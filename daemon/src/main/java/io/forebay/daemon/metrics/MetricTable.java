/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.metrics;

import io.forebay.engine.Meter;
import java.util.List;
import java.util.Locale;

/** The metrics as a Markdown table: what docs/metrics.md holds between its markers. */
public final class MetricTable {

  private MetricTable() {}

  /** The table, with a line feed at its end. */
  public static String markdown() {
    StringBuilder table = new StringBuilder("| Metric | Type | Labels | Meaning |\n");
    table.append("|---|---|---|---|\n");
    for (Meter meter : Meter.values()) {
      row(table, MeterText.name(meter), "counter", List.of("mapping"), MeterText.help(meter));
    }
    for (Metric metric : Metric.values()) {
      String type = metric.type().name().toLowerCase(Locale.ROOT);
      row(table, metric.id(), type, metric.labels(), metric.help());
    }
    return table.toString();
  }

  private static void row(
      StringBuilder table, String name, String type, List<String> labels, String help) {
    table
        .append("| `")
        .append(name)
        .append("` | ")
        .append(type)
        .append(" | ")
        .append(String.join(", ", labels))
        .append(" | ")
        .append(help)
        .append(" |\n");
  }
}
