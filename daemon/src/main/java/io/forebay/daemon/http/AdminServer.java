/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
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
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The admin port: {@code /health/live}, {@code /health/ready}, {@code /metrics}. Plain HTTP without
 * authentication, hence on loopback unless configured otherwise; read-only.
 *
 * <p>Listens from {@link #listen} on, so that a taken port is known before anything else starts;
 * until {@link #serve} gives it an engine, it answers 503.
 */
public final class AdminServer implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(AdminServer.class);
  private static final int THREADS = 2;
  private static final int BACKLOG = 50;
  private static final String INDEX =
      """
      Forebay
      /health/live   200 while the process runs
      /health/ready  200 when every enabled mapping reads; else 503 and what is wrong
      /metrics       for Prometheus
      """;

  private final HttpServer server;
  private final ExecutorService threads;
  private final CollectorRegistry registry = new CollectorRegistry();
  private volatile Optional<HealthPage> health = Optional.empty();

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
  public void serve(Engine engine, String version) {
    registry.register(new EngineCollector(engine));
    registry.register(new ProcessCollector(version));
    health = Optional.of(new HealthPage(engine::mappings));
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

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String method = exchange.getRequestMethod();
      boolean head = method.equals("HEAD");
      Page page =
          head || method.equals("GET")
              ? safePage(exchange)
              : Page.text(405, "Only GET and HEAD are answered here.\n");
      exchange.getResponseHeaders().set("Content-Type", page.type());
      exchange.getResponseHeaders().set("Cache-Control", "no-store");
      if (page.status() == 405) {
        exchange.getResponseHeaders().set("Allow", "GET, HEAD");
      }
      exchange.sendResponseHeaders(page.status(), head ? -1 : page.body().length);
      if (!head) {
        exchange.getResponseBody().write(page.body());
      }
    }
  }

  /** A page that fails is a 500 and a line in the log, not a connection that hangs. */
  private Page safePage(HttpExchange exchange) {
    String path = exchange.getRequestURI().getPath();
    try {
      return page(path, exchange.getRequestHeaders().getFirst("Accept"));
    } catch (IOException | RuntimeException e) {
      log.warn("{} could not be answered", path, e);
      return Page.text(500, "This page failed; the log says why.\n");
    }
  }

  private Page page(String path, String accept) throws IOException {
    Optional<HealthPage> ready = health;
    return switch (path) {
      case "/" -> Page.text(200, INDEX);
      case "/health/live" -> Page.json(200, "{\"live\":true}\n".getBytes(StandardCharsets.UTF_8));
      case "/health/ready" ->
          ready.isPresent()
              ? ready.get().page()
              : Page.json(503, "{\"ready\":false}\n".getBytes(StandardCharsets.UTF_8));
      case "/metrics" -> metrics(accept);
      default -> Page.text(404, "There is nothing here. See /\n");
    };
  }

  private Page metrics(String accept) throws IOException {
    String type = TextFormat.chooseContentType(accept);
    StringWriter text = new StringWriter();
    TextFormat.writeFormat(type, text, registry.metricFamilySamples());
    return new Page(200, type, text.toString().getBytes(StandardCharsets.UTF_8));
  }
}
