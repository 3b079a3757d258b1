/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The daemon as a process: started, stopped, asked. */
@Timeout(180)
class RunProcessTest {

  private static final String URL = "health and metrics at (http://\\S+/)";
  private static final int LINES = 500;

  @TempDir private Path temp;

  private final HttpClient client = HttpClient.newHttpClient();

  @Test
  void shouldHandleWhatIsProducedAndDrainOnTermWithoutDoingAnythingTwice() throws Exception {
    Path config = config(0, "drainTimeout: 30s", 0);
    produce();
    try (Child run = run(config)) {
      String url = run.awaitErr(URL);
      awaitMetric(url, "forebay_records_handled_total{mapping=\"orders\",} " + LINES + ".0");
      assertThat(get(url + "health/ready")).contains("\"ready\":true,\"mappings\":1");
      assertThat(get(url + "health/live")).contains("true");

      run.signal("TERM");

      assertThat(run.exitCode()).isEqualTo(143);
      assertThat(run.err()).contains("asked to stop: draining", "stopped");
      assertThat(run.out()).isEmpty();
      assertThat(run.err().lines()).allMatch(line -> line.matches("\\d{4}-\\d\\d-\\d\\d \\S+ .*"));
    }
    produce();
    try (Child again = run(config)) {
      String url = again.awaitErr(URL);
      awaitMetric(url, "forebay_records_handled_total{mapping=\"orders\",} " + LINES + ".0");
      assertThat(get(url + "metrics"))
          .contains("forebay_records_polled_total{mapping=\"orders\",} " + LINES + ".0");
      again.signal("INT");
      assertThat(again.exitCode()).isEqualTo(130);
    }
  }

  @Test
  void shouldEndAtOnceOnASecondSignal() throws Exception {
    produce();
    try (Child run = run(config(0, "drainTimeout: 5m", 120_000))) {
      run.awaitErr("begins to sleep");
      run.signal("TERM");
      run.awaitErr("asked to stop: draining");
      long before = System.nanoTime();

      run.signal("TERM");

      assertThat(run.exitCode()).isEqualTo(143);
      assertThat(System.nanoTime() - before).isLessThan(10_000_000_000L);
      assertThat(run.err()).doesNotContain(" stopped");
    }
  }

  @Test
  void shouldLeaveWhatDoesNotEndWithinTheDrainTimeout() throws Exception {
    produce();
    try (Child run = run(config(0, "drainTimeout: 1s", 120_000))) {
      run.awaitErr("begins to sleep");

      run.signal("TERM");

      assertThat(run.exitCode()).isEqualTo(143);
      assertThat(run.err()).contains(" stopped");
    }
  }

  @Test
  void shouldTellInOneSentenceThatThePortIsTaken() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      try (Child run = run(config(taken.getLocalPort(), "limits: platform", 0))) {
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err())
            .startsWith("forebay: can't listen on 127.0.0.1:" + taken.getLocalPort())
            .doesNotContain("\tat ");
      }
    }
  }

  @Test
  void shouldKeepASecondProcessOutOfTheDataFolder() throws Exception {
    Path config = config(0, "limits: platform", 0);
    try (Child first = run(config)) {
      first.awaitErr(URL);
      try (Child second = run(config)) {
        assertThat(second.exitCode()).isEqualTo(1);
        assertThat(second.err()).startsWith("forebay: another Forebay is running in ");
      }
    }
  }

  @Test
  void shouldLogJsonFromItsFirstLineToItsLast() throws Exception {
    produce();
    Path config = config(0, "limits: platform", 0);
    String data = temp.resolve("data").toString();
    try (Child run =
        Child.start(temp, "run", "--config", config.toString(), "--data", data, "--log", "json")) {
      run.awaitErr("begins to sleep");
      run.signal("TERM");
      assertThat(run.exitCode()).isEqualTo(143);
      assertThat(run.err().lines())
          .allSatisfy(
              line -> assertThat(fields(line)).contains("timestamp", "level", "logger", "message"))
          .anySatisfy(line -> assertThat(line).contains("\"mapping\":\"orders\""));
    }
  }

  private Child run(Path config) throws IOException {
    return Child.start(
        temp, "run", "-c", config.toString(), "--data", temp.resolve("data").toString());
  }

  private void produce() throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < LINES; i++) {
      lines.append("{\"id\":").append(i % 17).append(",\"n\":").append(i).append("}\n");
    }
    Path file = Files.writeString(temp.resolve("lines.jsonl"), lines);
    int code =
        Main.commandLine()
            .execute(
                "produce", temp.resolve("orders").toString(), "-k", "id", "-f", file.toString());
    assertThat(code).isZero();
  }

  private Path config(int port, String engine, long sleepMs) throws IOException {
    return Files.writeString(
        temp.resolve("forebay.yaml"),
        """
        engine: {%s}
        http: {port: %d}
        mappings:
          - name: orders
            source: {type: chronicle, path: orders}
            handler: {name: test-sleepy, settings: {ms: "%d"}}
            timeout: 10m
        """
            .formatted(engine, port, sleepMs));
  }

  private void awaitMetric(String url, String line) throws IOException, InterruptedException {
    long begin = System.nanoTime();
    while (!get(url + "metrics").contains(line)) {
      assertThat(System.nanoTime() - begin).as(line).isLessThan(60_000_000_000L);
      LockSupport.parkNanos(20_000_000);
    }
  }

  private String get(String url) throws IOException, InterruptedException {
    return client
        .send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString())
        .body();
  }

  private static Set<String> fields(String line) {
    Set<String> fields = new HashSet<>();
    try (JsonParser parser = new JsonFactory().createParser(line)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.FIELD_NAME) {
          fields.add(parser.currentName());
        }
      }
    } catch (IOException e) {
      throw new AssertionError("no JSON: " + line, e);
    }
    return fields;
  }
}
