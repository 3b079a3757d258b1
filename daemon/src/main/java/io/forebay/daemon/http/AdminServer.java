/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.forebay.daemon.health.ShardReport;
import io.forebay.daemon.metrics.EngineCollector;
import io.forebay.daemon.metrics.ProcessCollector;
import io.forebay.engine.Engine;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.exporter.common.TextFormat;
import java.io.IOException;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The admin port, plain HTTP: health and metrics, which anybody may read, and the control API,
 * which decides itself whom it answers.
 *
 * <p>Listens from {@link #listen} on, so that a taken port is known before anything else starts;
 * until {@link #serve} and {@link #control} give it something to show, it answers 503.
 */
public final class AdminServer implements AutoCloseable {

  /** What the API's paths begin with. */
  public static final String API = "/v1/";

  private static final Logger log = LoggerFactory.getLogger(AdminServer.class);
  private static final int THREADS = 4;
  private static final int BACKLOG = 50;
  private static final int LARGEST_BODY = 4 * 1024;
  private static final String INDEX =
      """
      Forebay
      /health/live      200 while the process runs
      /health/ready     200 when every enabled mapping reads; else 503 and what is wrong
      /health/shards    200 when every shard moves or has nothing to do; else 503 and which don't
      /metrics          for Prometheus
      /v1/mappings      the control API; /v1/openapi.json describes it
      """;

  static {
    // Read by the JDK's server when its class is loaded. A caller that takes longer than this (s)
    // to send its request holds a thread no more; and an answer's two packets do not wait for the
    // caller to acknowledge the first, which costs 40 ms.
    unlessGiven("sun.net.httpserver.maxReqTime", "20");
    unlessGiven("sun.net.httpserver.nodelay", "true");
  }

  private final HttpServer server;
  private final ExecutorService threads;
  private final CollectorRegistry registry = new CollectorRegistry();
  private volatile Optional<HealthPage> health = Optional.empty();
  private volatile Optional<Api> api = Optional.empty();

  private AdminServer(HttpServer server) {
    this.server = server;
    threads =
        Executors.newFixedThreadPool(
            THREADS,
            task -> {
              Thread thread = new Thread(task, "admin");
              thread.setDaemon(true);
              return thread;
            });
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  /**
   * Opens the port.
   *
   * @param host name or address to listen on
   * @param port the port; 0 for any that is free
   * @throws IOException it can't be opened; the message is a sentence for people
   */
  public static AdminServer listen(String host, int port) throws IOException {
    try {
      InetSocketAddress address = new InetSocketAddress(InetAddress.getByName(host), port);
      return new AdminServer(HttpServer.create(address, BACKLOG));
    } catch (java.net.BindException e) {
      throw new IOException(
          "can't listen on "
              + host
              + ":"
              + port
              + " ("
              + e.getMessage()
              + "). "
              + "Is another Forebay running? Choose another port, or 0 for any that is free.",
          e);
    } catch (java.net.UnknownHostException e) {
      throw new IOException("can't listen on '" + host + "': no such host", e);
    }
  }

  /** Answers with this engine's health and figures from now on. */
  public void serve(Engine engine, Supplier<ShardReport> shards, String version) {
    registry.register(new EngineCollector(engine, shards));
    registry.register(new ProcessCollector(version));
    health = Optional.of(new HealthPage(engine::mappings, shards));
  }

  /** Lets this answer for the API from now on. */
  public void control(Api control) {
    api = Optional.of(control);
  }

  /** The port it listens on. */
  public int port() {
    return server.getAddress().getPort();
  }

  /** The address of a page, for people. */
  public String url(String path) {
    InetAddress address = server.getAddress().getAddress();
    String host = address.isAnyLocalAddress() ? "localhost" : address.getHostAddress();
    return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port() + path;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private static void unlessGiven(String property, String value) {
    System.setProperty(property, System.getProperty(property, value));
  }

  private void answer(HttpExchange exchange) throws IOException {
    Call call = Call.of(exchange);
    if (!call.rawPath().startsWith(API)) {
      send(exchange, page(exchange, call));
    } else if (isTooLong(exchange)) {
      send(
          exchange,
          Page.problem(
              413,
              "body-too-large",
              "The body is too large",
              "A request's body may have at most " + LARGEST_BODY + " bytes, and none is needed."));
    } else {
      answerLater(exchange, call);
    }
  }

  /** Without holding the thread: an answer may take as long as a drain. */
  private void answerLater(HttpExchange exchange, Call call) throws IOException {
    Optional<Api> control = api;
    if (control.isEmpty()) {
      send(
          exchange,
          Page.problem(503, "not-started", "Not started yet", "Forebay is still starting."));
      return;
    }
    try {
      control
          .get()
          .answer(call)
          .whenCompleteAsync((page, fault) -> finish(exchange, call, page, fault), threads);
    } catch (RuntimeException e) {
      finish(exchange, call, null, e);
    }
  }

  private static void finish(
      HttpExchange exchange, Call call, @Nullable Page page, @Nullable Throwable fault) {
    try {
      if (page == null) {
        log.warn("{} could not be answered", call, fault);
        send(
            exchange,
            Page.problem(500, "failed", "It failed", "This request failed; the log says why."));
      } else {
        send(exchange, page);
      }
    } catch (IOException e) {
      log.debug("the caller of {} has gone: {}", call, e.toString());
    }
  }

  /** Reads the body, which says nothing to us, so that the connection can be used again. */
  private static boolean isTooLong(HttpExchange exchange) throws IOException {
    return exchange.getRequestBody().readNBytes(LARGEST_BODY + 1).length > LARGEST_BODY;
  }

  private static void send(HttpExchange exchange, Page page) throws IOException {
    try (exchange) {
      boolean head = exchange.getRequestMethod().equals("HEAD");
      exchange.getResponseHeaders().set("Content-Type", page.type());
      exchange.getResponseHeaders().set("Cache-Control", "no-store");
      page.headers().forEach(exchange.getResponseHeaders()::set);
      exchange.sendResponseHeaders(page.status(), head ? -1 : page.body().length);
      if (!head) {
        exchange.getResponseBody().write(page.body());
      }
    }
  }

  /** A page that fails is a 500 and a line in the log, not a connection that hangs. */
  private Page page(HttpExchange exchange, Call call) {
    if (!call.method().equals("GET") && !call.method().equals("HEAD")) {
      return Page.text(405, "Only GET and HEAD are answered here.\n").with("Allow", "GET, HEAD");
    }
    try {
      return page(call.rawPath(), exchange.getRequestHeaders().getFirst("Accept"));
    } catch (IOException | RuntimeException e) {
      log.warn("{} could not be answered", call, e);
      return Page.text(500, "This page failed; the log says why.\n");
    }
  }

  private Page page(String path, @Nullable String accept) throws IOException {
    Optional<HealthPage> known = health;
    return switch (path) {
      case "/" -> Page.text(200, INDEX);
      case "/health/live" -> Page.json(200, Map.of("live", true));
      case "/health/ready" ->
          known.map(HealthPage::ready).orElseGet(() -> Page.json(503, Map.of("ready", false)));
      case "/health/shards" ->
          known.map(HealthPage::shards).orElseGet(() -> Page.json(503, Map.of("moving", false)));
      case "/metrics" -> metrics(accept);
      default -> Page.text(404, "There is nothing here. See /\n");
    };
  }

  private Page metrics(@Nullable String accept) throws IOException {
    String type = TextFormat.chooseContentType(accept);
    StringWriter text = new StringWriter();
    TextFormat.writeFormat(type, text, registry.metricFamilySamples());
    return new Page(200, type, text.toString().getBytes(StandardCharsets.UTF_8), Map.of());
  }
}
