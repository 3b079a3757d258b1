/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.proof;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.chronicle.ChronicleStream;
import io.forebay.chronicle.StreamOptions;
import io.forebay.daemon.Child;
import io.forebay.discard.DiscardEntry;
import io.forebay.source.FailedBatch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Handlers at their worst: the daemon says what is wrong, and all else goes on. */
@Timeout(180)
class BadHandlerTest {

  private static final int GOOD = 200;

  @TempDir private Path temp;

  @Test
  void shouldGoOnWhenAHandlerThrowsErrorsOrReturnsNull() throws Exception {
    append("orders", 1, "exception", "error", "memory", "overflow", "null");
    try (Daemon daemon =
        Daemon.run(
            temp,
            """
            mappings:
            - name: orders
              source: {type: chronicle, path: orders}
              handler: test-misbehaving
              batchSize: 1
              maximumRetryAttempts: 1
              onFailure: {type: file, path: failed.jsonl}
            """)) {
      daemon.awaitCount("records_handled", "orders", GOOD);
      daemon.awaitCount("records_delivered", "orders", 5);
      assertThat(daemon.count("function_errors", "orders")).isEqualTo(10);
      assertThat(daemon.get("health/ready")).contains("\"ready\":true");
      daemon.stop();
    }
    assertThat(discarded("failed.jsonl"))
        .extracting(failed -> failed.functionError().orElseThrow().type())
        .containsExactlyInAnyOrder(
            "java.lang.IllegalArgumentException",
            "java.lang.AssertionError",
            "java.lang.OutOfMemoryError",
            "java.lang.StackOverflowError",
            "NullResult");
  }

  @Test
  void shouldGoOnAndInTheEndStopTheMappingWhenAHandlerNeverReturns() throws Exception {
    String[] hanging = new String[200];
    Arrays.fill(hanging, "hang");
    append("hangs", 4, hanging);
    append("once", 1, "hang");
    try (Daemon daemon =
        Daemon.run(
            temp,
            """
            engine: {drainTimeout: 1s}
            mappings:
            - name: hangs
              source: {type: chronicle, path: hangs}
              handler: test-misbehaving
              batchSize: 1
              parallelizationFactor: 10
              timeout: 200ms
            - name: once
              source: {type: chronicle, path: once}
              handler: test-misbehaving
              batchSize: 1
              parallelizationFactor: 2
              timeout: 200ms
              maximumRetryAttempts: 0
              onFailure: {type: file, path: failed.jsonl}
            - name: fine
              source: {type: chronicle, path: once}
              handler: {name: test-ledger, settings: {file: %s}}
            """
                .formatted(temp.resolve("fine.txt")))) {
      daemon.awaitCount("records_handled", "fine", GOOD + 1);
      daemon.awaitCount("records_handled", "once", GOOD);
      daemon.awaitCount("records_delivered", "once", 1);
      daemon.awaitHealth(
          "\"mapping\":\"hangs\",\"state\":\"Disabled\"",
          "FUNCTION_CONFIG_NOT_VALID: 16 invocations of handler 'test-misbehaving' ran past their"
              + " timeout and ignored the interrupt");
      try (ChronicleStream stream = ChronicleStream.open(temp.resolve("once"))) {
        stream.append("k", LedgerLine.data(1, 0).getBytes(UTF_8));
      }
      daemon.awaitCount("records_handled", "fine", GOOD + 2);
      daemon.awaitCount("records_handled", "once", GOOD + 1);
      daemon.stop();
    }
    assertThat(discarded("failed.jsonl"))
        .extracting(failed -> failed.functionError().orElseThrow().message())
        .containsExactly("the handler did not return within 200 ms");
  }

  @Test
  void shouldNameTheCauseWhenAPluginsStaticInitialiserFails() throws Exception {
    BrokenPlugins.writeTo(temp.resolve("plugins"));
    append("orders", 1);
    String config =
        """
        plugins: plugins/
        mappings:
        - {name: make, source: {type: chronicle, path: orders}, handler: fails-to-be-made}
        - {name: run, source: {type: chronicle, path: orders}, handler: fails-at-the-first-batch}
        - {name: fine, source: {type: chronicle, path: orders}, handler: test-misbehaving}
        """;
    try (Daemon daemon = Daemon.run(temp, config)) {
      daemon.awaitCount("records_handled", "fine", GOOD);
      daemon.awaitCount("function_errors", "run", 3);
      String health =
          daemon.awaitHealth(
              "\"mapping\":\"make\",\"state\":\"Creating\"", "FUNCTION_CONFIG_NOT_VALID");
      assertThat(health).contains("fails-to-be-made", "no licence file").doesNotContain("fine");
      assertThat(daemon.child().err())
          .contains("plug-in FailsToLoad", "ExceptionInInitializerError", "mapping 'run'");
      daemon.stop();
    }
    try (Child child = Daemon.start(temp, config.replace("fails-to-be-made", "fails-to-load"))) {
      assertThat(child.exitCode()).isEqualTo(2);
      assertThat(child.err())
          .contains("there is no handler 'fails-to-load'", "plug-in FailsToLoad", "no licence file")
          .doesNotContain("\tat ");
    }
  }

  /** So many good records, each of another key, and these bad ones among them. */
  private void append(String stream, int shards, String... bad) throws Exception {
    try (ChronicleStream to =
        ChronicleStream.openOrCreate(temp.resolve(stream), StreamOptions.shards(shards))) {
      for (int i = 0; i < Math.max(GOOD, bad.length); i++) {
        if (i < bad.length) {
          to.append("bad-" + i, (bad[i] + " " + i).getBytes(UTF_8));
        }
        if (bad.length < GOOD) {
          to.append("good-" + i, LedgerLine.data(i, 0).getBytes(UTF_8));
        }
      }
    }
  }

  private List<FailedBatch> discarded(String file) throws Exception {
    List<FailedBatch> batches = new ArrayList<>();
    for (String line : Files.readAllLines(temp.resolve(file))) {
      batches.add(DiscardEntry.parse(line.getBytes(UTF_8)));
    }
    return batches;
  }
}
