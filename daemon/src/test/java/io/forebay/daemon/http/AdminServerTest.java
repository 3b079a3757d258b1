/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forebay.daemon.StubEngine;
import io.forebay.daemon.health.ShardReport;
import io.forebay.engine.MappingState;
import io.forebay.engine.MappingStatus;
import io.forebay.engine.MappingStatus.ShardStatus;
import io.forebay.engine.Waiting;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AdminServerTest {

  private static final ShardReport REPORT =
      new ShardReport(
          Map.of(new ShardReport.ShardName("orders", "s-1"), 301_500L),
          List.of(
              new ShardReport.StuckShard(
                  new ShardReport.ShardName("orders", "s-1"),
                  301_500,
                  new Waiting(Waiting.For.DESTINATION, 0, 0, "disk full"))));

  private static final String STUCK =
      "{\"mapping\":\"orders\",\"shard\":\"s-1\",\"seconds\":301,"
          + "\"waitsFor\":\"the failure destination: disk full\"}";

  private final HttpClient client = HttpClient.newHttpClient();
  private AdminServer server;

  @BeforeEach
  void listen() throws IOException {
    server = AdminServer.listen("127.0.0.1", 0);
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void shouldBeAliveButNotReadyBeforeThereIsAnEngine() throws Exception {
    assertThat(get("/health/live").statusCode()).isEqualTo(200);
    assertThat(get("/health/ready").statusCode()).isEqualTo(503);
  }

  @Test
  void shouldBeReadyWhenEveryEnabledMappingReads() throws Exception {
    server.serve(
        new StubEngine()
            .with(StubEngine.status("orders", MappingState.ENABLED, "USER_INITIATED", ""))
            .with(StubEngine.status("paused", MappingState.DISABLED, "USER_INITIATED", ""))
            .with(StubEngine.status("off", MappingState.DISABLED, "", ""), false),
        () -> REPORT,
        "1.0");

    HttpResponse<String> answer = get("/health/ready");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body())
        .isEqualTo("{\"ready\":true,\"mappings\":3,\"notReady\":[],\"stuck\":[" + STUCK + "]}\n");
    assertThat(answer.headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/json");
  }

  @Test
  void shouldNameTheMappingsThatAreNotReadyAndWhy() throws Exception {
    server.serve(
        new StubEngine()
            .with(StubEngine.status("fine", MappingState.ENABLED, "USER_INITIATED", ""))
            .with(StubEngine.status("begins", MappingState.CREATING, "", ""))
            .with(StubEngine.status("broken", MappingState.DISABLED, "CONFIG: no \"x\"", ""))
            .with(StubEngine.status("stuck", MappingState.ENABLED, "", "store is read-only"))
            .with(
                new MappingStatus(
                    "part",
                    MappingState.ENABLED,
                    "",
                    "OK",
                    "",
                    List.of(
                        new ShardStatus(
                            "s-1", "", 0, 0, 0, 0, 0, 0, false, "is damaged", Waiting.NOTHING)))),
        () -> REPORT,
        "1.0");

    HttpResponse<String> answer = get("/health/ready");

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body())
        .contains("\"ready\":false", "\"mappings\":5")
        .contains("\"mapping\":\"begins\",\"state\":\"Creating\"", "is Creating")
        .contains("is Disabled: CONFIG: no \\\"x\\\"")
        .contains("store is read-only")
        .contains("shard s-1: is damaged")
        .doesNotContain("\"fine\"");
  }

  @Test
  void shouldFailThePageOfShardsAndNotReadinessForAShardThatIsStuck() throws Exception {
    StubEngine engine =
        new StubEngine().with(StubEngine.status("orders", MappingState.ENABLED, "", ""));
    server.serve(engine, () -> REPORT, "1.0");

    assertThat(get("/health/ready").statusCode()).isEqualTo(200);
    HttpResponse<String> answer = get("/health/shards");

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).isEqualTo("{\"moving\":false,\"stuck\":[" + STUCK + "]}\n");
  }

  @Test
  void shouldSayThatAllShardsMove() throws Exception {
    assertThat(get("/health/shards").statusCode()).isEqualTo(503);
    server.serve(new StubEngine(), () -> ShardReport.NONE, "1.0");

    HttpResponse<String> answer = get("/health/shards");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("{\"moving\":true,\"stuck\":[]}\n");
  }

  @Test
  void shouldServeMetrics() throws Exception {
    server.serve(new StubEngine(), () -> ShardReport.NONE, "1.0");

    HttpResponse<String> answer = get("/metrics");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type").orElse("")).contains("version=0.0.4");
    assertThat(answer.body())
        .contains(
            "# TYPE forebay_records_polled_total counter", "forebay_build_info{version=\"1.0\"");
  }

  @Test
  void shouldRefuseWhatIsNotReading() throws Exception {
    HttpRequest post =
        HttpRequest.newBuilder(uri("/metrics")).POST(BodyPublishers.ofString("x")).build();

    HttpResponse<String> answer = client.send(post, BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.headers().firstValue("Allow")).contains("GET, HEAD");
  }

  @Test
  void shouldSayThatThereIsNothingElse() throws Exception {
    assertThat(get("/admin").statusCode()).isEqualTo(404);
    assertThat(get("/").body()).contains("/health/ready", "/metrics");
  }

  @Test
  void shouldTellInOneSentenceWhenThePortIsTaken() {
    assertThatThrownBy(() -> AdminServer.listen("127.0.0.1", server.port()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("can't listen on 127.0.0.1:" + server.port())
        .hasMessageContaining("Choose another port");
  }

  @Test
  void shouldTellInOneSentenceWhenTheHostIsUnknown() {
    assertThatThrownBy(() -> AdminServer.listen("no.such.host.invalid", 0))
        .hasMessage("can't listen on 'no.such.host.invalid': no such host");
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return client.send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofString());
  }

  private URI uri(String path) {
    return URI.create(server.url(path));
  }
}
