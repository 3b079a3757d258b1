/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class MetricTableTest {

  private static final String BEGIN = "<!-- metrics: written by MetricTableTest -->\n";
  private static final String END = "<!-- end of metrics -->\n";

  /** With {@code -Dtest.jvm.extra=-Dforebay.docs=write} the file is written instead of compared. */
  @Test
  void shouldStandInTheDocumentationAsItIs() throws IOException {
    Path file = Path.of("..", "docs", "metrics.md");
    String text = Files.readString(file);
    int from = text.indexOf(BEGIN) + BEGIN.length();
    int to = text.indexOf(END);
    assertThat(text).contains(BEGIN, END);
    if ("write".equals(System.getProperty("forebay.docs"))) {
      Files.writeString(
          file, text.substring(0, from) + MetricTable.markdown() + text.substring(to));
      return;
    }

    assertThat(text.substring(from, to))
        .as(
            "docs/metrics.md is stale; mvn test -Dtest=MetricTableTest -pl daemon"
                + " -Dtest.jvm.extra=-Dforebay.docs=write writes it")
        .isEqualTo(MetricTable.markdown());
  }
}
