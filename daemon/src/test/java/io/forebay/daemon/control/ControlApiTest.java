/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.control;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.forebay.daemon.GatedFactory;
import io.forebay.daemon.GatedFactory.Gate;
import io.forebay.daemon.InProcess;
import io.forebay.daemon.proof.Until;
import io.forebay.engine.MappingState;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The API, held against its description while an engine runs below it. */
@Timeout(120)
class ControlApiTest {

  private static final String CONFIG =
      """
      http: {port: 0}
      engine: {drainTimeout: 1m}
      mappings:
        - name: orders
          source: {type: chronicle, path: orders, shards: 1}
          handler: {name: test-gated, settings: {gate: control}}
          batchSize: 5
          timeout: 10m
      """;

  private static final String TOKEN = "0123456789abcdef";

  @TempDir private Path folder;

  private final Gate gate = GatedFactory.gate("control");
  private final Conformance conformance = new Conformance();
  private final ExecutorService many = Executors.newCachedThreadPool();
  private InProcess daemon;

  ControlApiTest() throws Exception {}

  @BeforeEach
  void start() throws Exception {
    daemon = InProcess.start(folder, CONFIG);
    daemon.append("orders", 3);
    Until.holds("orders reads", () -> daemon.state("orders").equals(enabled()));
  }

  @AfterEach
  void stop() {
    gate.open();
    daemon.close();
    many.shutdownNow();
  }

  @Test
  void shouldAnswerAsItsDescriptionSays() throws Exception {
    read();
    operations();
    reloads();
    refusals();
    unauthorized();

    assertThat(conformance.unseen()).as("documented answers that were not seen").isEmpty();
  }

  @Test
  void shouldServeItsDescription() throws Exception {
    HttpResponse<String> served = daemon.ask("GET", "/v1/openapi.json", "");

    assertThat(new ObjectMapper().readTree(served.body())).isEqualTo(conformance.document());
  }

  @Test
  void shouldKeepOutWebPages() throws Exception {
    assertThat(daemon.ask("POST", "/v1/reload", "", "Origin", "http://evil.example").statusCode())
        .isEqualTo(403);
    // a name that somebody made resolve to loopback (the JDK's client can't send it)
    assertThat(rawGet("evil.example:8650")).startsWith("HTTP/1.1 403");
    assertThat(rawGet("127.0.0.1.evil.example")).startsWith("HTTP/1.1 403");
    assertThat(rawGet("localhost:1")).startsWith("HTTP/1.1 200");
    assertThat(rawGet("[::1]:8650")).startsWith("HTTP/1.1 200");
  }

  @Test
  void shouldGuessWhichMappingWasMeant() throws Exception {
    assertThat(daemon.ask("GET", "/v1/mappings/ordrs", "").body())
        .contains("There is no mapping 'ordrs'; did you mean 'orders'?");
  }

  @Test
  void shouldTakeATokenOverAtAReloadAndAskForItFromThenOn() throws Exception {
    daemon.configure(CONFIG.replace("port: 0", "port: 0, token: " + TOKEN));
    assertThat(daemon.post("/v1/reload").statusCode()).isEqualTo(200);

    assertThat(daemon.ask("GET", "/v1/mappings", "").statusCode()).isEqualTo(401);
    assertThat(bearer("GET", "/v1/mappings", TOKEN).statusCode()).isEqualTo(200);
    assertThat(bearer("GET", "/v1/mappings", TOKEN + "0").statusCode()).isEqualTo(401);
    assertThat(bearer("GET", "/v1/mappings", "").statusCode()).isEqualTo(401);
    assertThat(daemon.ask("GET", "/health/ready", "").statusCode()).isEqualTo(200);
    assertThat(daemon.ask("GET", "/metrics", "").statusCode()).isEqualTo(200);
  }

  @Test
  void shouldNotOpenTheApiForAnAddressThatIsNotBoundYet() throws Exception {
    daemon.configure(CONFIG.replace("port: 0", "port: 0, token: " + TOKEN));
    daemon.post("/v1/reload");
    daemon.configure(CONFIG.replace("port: 0", "port: 0, bind: localhost"));

    HttpResponse<String> answer = bearer("POST", "/v1/reload", TOKEN);

    assertThat(answer.body()).contains("\"restartNeeded\":[\"http.bind\"]");
    assertThat(daemon.ask("GET", "/v1/mappings", "").statusCode()).isEqualTo(401);
  }

  private void read() throws Exception {
    Until.holds("a checkpoint", () -> ask("/v1/mappings").contains("\"open\":0"));
    check("/v1/mappings", daemon.ask("GET", "/v1/mappings", ""));
    HttpResponse<String> shown =
        check("/v1/mappings/{name}", daemon.ask("GET", "/v1/mappings/orders", ""));
    assertThat(shown.body())
        .contains("\"handler\":\"test-gated\"", "\"source\":\"chronicle\"", "\"timeout\":\"10m\"")
        .contains("\"shard\":\"shard-0000\"", "\"waitsFor\":{\"what\":\"NOTHING\"");
    check("/v1/openapi.json", daemon.ask("GET", "/v1/openapi.json", ""));
  }

  /** Each while a batch is in flight: on the way, overtaken by another, and done. */
  private void operations() throws Exception {
    holdABatch();
    operate("restart", 202, "0ms");
    operate("pause", 202, "0ms");
    Until.holds("it drains", () -> ask("/v1/mappings/orders").contains("Disabling"));
    operate("resume", 202, "0ms");
    overtaken("pause", MappingState.DISABLING, "resume");
    operate("pause", 202, "0ms");
    overtaken("resume", MappingState.ENABLING, "pause");
    gate.open();
    assertThat(operate("pause", 200, "1m").body()).contains("\"state\":\"Disabled\"");
    assertThat(operate("restart", 409, "1m").body()).contains("is paused; resume it");
    assertThat(operate("resume", 200, "1m").body()).contains("\"state\":\"Enabled\"");
    assertThat(operate("restart", 200, "1m").body()).contains("\"state\":\"Enabled\"");
  }

  /** While somebody waits for the one, somebody else asks for the other. */
  private void overtaken(String operation, MappingState onTheWay, String other) throws Exception {
    CompletableFuture<HttpResponse<String>> waiting = later(operation);
    Until.holds("it is asked for", () -> daemon.state("orders").equals(Optional.of(onTheWay)));
    operate(other, 202, "0ms");
    HttpResponse<String> answer = waiting.join();
    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(answer.body()).contains("was asked for something else");
    check("/v1/mappings/{name}/" + operation, answer);
  }

  private void reloads() throws Exception {
    daemon.configure(CONFIG + "    batchSise: 5\n");
    assertThat(check("/v1/reload", daemon.post("/v1/reload")).body())
        .contains("forebay.yaml\",\"line\":9", "did you mean 'batchSize'?");
    daemon.configure(CONFIG.replace("batchSize: 5", "batchSize: 6"));
    holdABatch();
    HttpResponse<String> onTheWay = check("/v1/reload", daemon.post("/v1/reload?wait=0ms"));
    assertThat(onTheWay.statusCode()).isEqualTo(202);
    assertThat(onTheWay.body()).contains("\"fields\":[\"batchSize\"]", "\"done\":false");
    daemon.configure(CONFIG.replace("batchSize: 5", "batchSize: 7"));
    List<CompletableFuture<HttpResponse<String>>> crowd = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      crowd.add(CompletableFuture.supplyAsync(() -> post("/v1/reload?wait=1m"), many));
    }
    CompletableFuture.anyOf(crowd.toArray(CompletableFuture[]::new)).join();
    gate.open();
    for (CompletableFuture<HttpResponse<String>> one : crowd) {
      check("/v1/reload", one.join());
    }
    assertThat(check("/v1/reload", daemon.post("/v1/reload")).body())
        .contains("\"change\":\"unchanged\"");
  }

  private void refusals() throws Exception {
    for (String path : conformance.paths()) {
      String method = conformance.method(path);
      String real = path.replace("{name}", "orders");
      String wrong = method.equals("GET") ? "DELETE" : "GET";
      HttpResponse<String> refused = check(path, daemon.ask(wrong, real, ""));
      assertThat(refused.headers().firstValue("Allow").orElse("")).contains(method);
      assertThat(check(path, daemon.ask(method, real + "?wiat=1s", "")).statusCode())
          .isEqualTo(400);
      check(path, daemon.ask(method, real, "", "Origin", "null"));
      if (path.contains("{name}")) {
        check(path, daemon.ask(method, path.replace("{name}", "nobody%20here"), ""));
      }
      if (method.equals("POST")) {
        check(path, daemon.ask("POST", real, "x".repeat(4 * 1024 + 1)));
        for (String wait : List.of("wait=1h", "wait=16m", "wait=-1s", "wait=1s&wait=1s")) {
          assertThat(daemon.ask("POST", real + "?" + wait, "").statusCode()).isEqualTo(400);
        }
      }
    }
    assertThat(daemon.ask("GET", "/v1/nothing", "").statusCode()).isEqualTo(404);
    assertThat(daemon.ask("POST", "/v1/mappings/orders/delete", "").statusCode()).isEqualTo(404);
  }

  private void unauthorized() throws Exception {
    daemon.configure(CONFIG.replace("port: 0", "port: 0, token: " + TOKEN));
    daemon.post("/v1/reload");
    for (String path : conformance.paths()) {
      HttpResponse<String> refused =
          daemon.ask(conformance.method(path), path.replace("{name}", "orders"), "");
      check(path, refused);
      assertThat(refused.headers().firstValue("WWW-Authenticate")).contains("Bearer");
    }
  }

  private void holdABatch() throws Exception {
    int before = gate.entered();
    gate.shut();
    daemon.append("orders", 2);
    Until.holds("a batch is in flight", () -> gate.entered() > before);
  }

  private HttpResponse<String> operate(String operation, int status, String wait) throws Exception {
    HttpResponse<String> answer = daemon.post("/v1/mappings/orders/" + operation + "?wait=" + wait);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    return check("/v1/mappings/{name}/" + operation, answer);
  }

  private CompletableFuture<HttpResponse<String>> later(String operation) {
    return CompletableFuture.supplyAsync(
        () -> post("/v1/mappings/orders/" + operation + "?wait=1m"), many);
  }

  private HttpResponse<String> post(String path) {
    try {
      return daemon.post(path);
    } catch (Exception e) {
      throw new CompletionException(e);
    }
  }

  private String ask(String path) throws Exception {
    return daemon.ask("GET", path, "").body();
  }

  private HttpResponse<String> bearer(String method, String path, String token) throws Exception {
    return daemon.ask(method, path, "", "Authorization", "Bearer " + token);
  }

  private String rawGet(String host) throws Exception {
    URI uri = URI.create(daemon.url());
    try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
      String request =
          "GET /v1/mappings HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private HttpResponse<String> check(String path, HttpResponse<String> answer) throws Exception {
    return conformance.check(path, answer);
  }

  private static Optional<MappingState> enabled() {
    return Optional.of(MappingState.ENABLED);
  }
}
