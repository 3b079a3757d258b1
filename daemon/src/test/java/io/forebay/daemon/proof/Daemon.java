/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.daemon.Child;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/** A daemon process that runs, asked over its admin port. Closing it kills it. */
public record Daemon(Child child, String url, HttpClient client) implements AutoCloseable {

  /** Writes the configuration and starts it, data in the folder too; {@code http} is added. */
  public static Child start(Path folder, String config) throws IOException {
    return start(folder, config, Map.of());
  }

  /** The same with these environment variables. */
  public static Child start(Path folder, String config, Map<String, String> environment)
      throws IOException {
    Path file = Files.writeString(folder.resolve("forebay.yaml"), "http: {port: 0}\n" + config);
    return Child.start(
        folder, environment, "run", "-c", file.toString(), "-d", folder.resolve("data").toString());
  }

  /** Starts it, up to where it answers. */
  public static Daemon run(Path folder, String config) throws Exception {
    return run(folder, config, Map.of());
  }

  /** The same with these environment variables. */
  public static Daemon run(Path folder, String config, Map<String, String> environment)
      throws Exception {
    Child child = start(folder, config, environment);
    String url = child.awaitErr("health and metrics at (http://\\S+/)");
    return new Daemon(child, url, HttpClient.newHttpClient());
  }

  public String get(String page) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(url + page)).build();
    return client.send(request, BodyHandlers.ofString()).body();
  }

  /** Waits until {@code /health/ready} holds all these words; returns it. */
  public String awaitHealth(String... words) throws Exception {
    AtomicReference<String> page = new AtomicReference<>("");
    boolean found =
        Until.within(
            60_000,
            () -> {
              page.set(get("health/ready"));
              return Arrays.stream(words).allMatch(page.get()::contains);
            });
    assertThat(found)
        .as("%s in %s; log: %s", String.join(", ", words), page.get(), child.err())
        .isTrue();
    return page.get();
  }

  /** A counter of a mapping. */
  public long count(String metric, String mapping) throws Exception {
    String begin = "forebay_" + metric + "_total{mapping=\"" + mapping + "\",} ";
    return get("metrics")
        .lines()
        .filter(line -> line.startsWith(begin))
        .map(line -> (long) Double.parseDouble(line.substring(begin.length())))
        .findFirst()
        .orElse(0L);
  }

  /** Waits until a counter of a mapping has come to this. */
  public void awaitCount(String metric, String mapping, long least) throws Exception {
    boolean reached = Until.within(60_000, () -> count(metric, mapping) >= least);
    assertThat(reached)
        .as(
            "%s of %s is %d, not %d; %s; log: %s",
            metric, mapping, count(metric, mapping), least, get("health/ready"), child.err())
        .isTrue();
  }

  public void kill() throws IOException, InterruptedException {
    child.signal("KILL");
    assertThat(child.exitCode()).as(child.err()).isEqualTo(137);
  }

  /** Asks it to drain and waits for its end. */
  public void stop() throws IOException, InterruptedException {
    child.signal("TERM");
    assertThat(child.exitCode()).as(child.err()).isEqualTo(143);
  }

  @Override
  public void close() {
    child.close();
  }
}
