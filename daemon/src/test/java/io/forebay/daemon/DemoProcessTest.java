/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The demo as a process: run to its end, killed, stopped, started again. */
@Timeout(240)
class DemoProcessTest {

  private static final String RIGHT = "Every record is accounted for";

  @TempDir private Path temp;

  @Test
  void shouldAccountForEveryRecordAndStartAfreshAfterwards() throws Exception {
    try (Child demo = demo("--rounds", "1")) {
      assertThat(demo.exitCode()).as(demo.out() + demo.err()).isZero();
      assertThat(demo.err()).isEmpty();
      assertThat(demo.out())
          .contains("20,000 flights (1 x 20,000) and 40 manual reports", RIGHT)
          .containsPattern("appended to the streams +20,040")
          .containsPattern("handled +20,034")
          .containsPattern("discarded +6")
          .containsPattern("DFW +1,103")
          .contains("field 'delay' is missing   (tried 3 times)")
          .contains("manual-reports.jsonl", "docs/metrics.md", "forebay demo --source")
          .doesNotContain("\u001b");
    }
    try (Child again = demo("--rounds", "1")) {
      assertThat(again.exitCode()).isZero();
      assertThat(again.out()).contains("The last run was complete; starting afresh in ", RIGHT);
    }
  }

  @Test
  void shouldGoOnAfterKillsAndStillAccountForEveryRecord() throws Exception {
    for (int kill = 0; kill < 3; kill++) {
      try (Child demo = demo("--rate", "30000", "--port", "0")) {
        demo.awaitOut("[1-9][0-9,]* of 500,040 records done");
        demo.signal("KILL");
        assertThat(demo.exitCode()).isEqualTo(137);
      }
    }
    try (Child wrong = demo("--rounds", "3")) {
      assertThat(wrong.exitCode()).isEqualTo(2);
      assertThat(wrong.err()).contains("a run of 25 rounds is unfinished", "--reset");
    }
    try (Child demo = demo()) {
      assertThat(demo.exitCode()).as(demo.out() + demo.err()).isZero();
      assertThat(demo.out()).contains("Going on with the run in ", RIGHT, "It took 4 processes");
    }
  }

  @Test
  void shouldStopOnCtrlCAndKeepASecondDemoOut() throws Exception {
    try (Child demo = demo("--rate", "5000")) {
      demo.awaitOut("[1-9][0-9,]* of 500,040 records done");
      try (Child second = demo()) {
        assertThat(second.exitCode()).isEqualTo(1);
        assertThat(second.err()).contains("another demo is running in ").doesNotContain("\tat ");
      }

      demo.signal("INT");

      assertThat(demo.exitCode()).isEqualTo(130);
      assertThat(demo.out()).contains("forebay demo goes on from here");
    }
  }

  private Child demo(String... more) throws IOException {
    String[] args = new String[more.length + 3];
    args[0] = "demo";
    args[1] = "--dir";
    args[2] = temp.resolve("demo").toString();
    System.arraycopy(more, 0, args, 3, more.length);
    return Child.start(temp, args);
  }
}
