/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon;

import io.forebay.chronicle.ChronicleStream;
import io.forebay.chronicle.StreamOptions;
import io.forebay.daemon.http.AdminServer;
import io.forebay.daemon.process.Configuration;
import io.forebay.daemon.process.RunningEngine;
import io.forebay.engine.Engine;
import io.forebay.engine.MappingState;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What {@code forebay run} runs, in this process. */
public final class InProcess implements AutoCloseable {

  private final Path folder;
  private final RunningEngine running;
  private final HttpClient client = HttpClient.newHttpClient();

  private InProcess(Path folder, RunningEngine running) {
    this.folder = folder;
    this.running = running;
  }

  /** Runs this configuration in this folder; {@code http: {port: 0}} is for it to say. */
  public static InProcess start(Path folder, String config) throws Exception {
    Path file = Files.writeString(folder.resolve("forebay.yaml"), config);
    return new InProcess(
        folder,
        RunningEngine.start(
            Configuration.load(List.of(file)),
            folder.resolve("data"),
            AdminServer.listen("127.0.0.1", 0),
            Optional.of(() -> Configuration.read(List.of(file)))));
  }

  /** Replaces the configuration's file, which nobody reads before a reload. */
  public void configure(String config) throws IOException {
    Files.writeString(folder.resolve("forebay.yaml"), config);
  }

  /** Appends records to a stream of one shard. */
  public void append(String stream, int records) throws Exception {
    try (ChronicleStream open =
        ChronicleStream.openOrCreate(folder.resolve(stream), StreamOptions.shards(1))) {
      for (int i = 0; i < records; i++) {
        open.append(("record " + i).getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  public Engine engine() {
    return running.engine();
  }

  public String url() {
    return running.admin().url("");
  }

  /** The state of a mapping; empty if it is not there. */
  public Optional<MappingState> state(String mapping) {
    return engine().mapping(mapping).map(one -> one.status().state());
  }

  /** Asks for a path; headers as name, value, name, value. */
  public HttpResponse<String> ask(String method, String path, String body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url() + path))
            .method(method, BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  /** Lets it change something, and returns the answer. */
  public HttpResponse<String> post(String path) throws IOException, InterruptedException {
    return ask("POST", path, "");
  }

  @Override
  public void close() {
    running.close();
  }
}
