/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.checkpoint.sqlite.SqliteCheckpointStore;
import io.forebay.chronicle.ChronicleEventSourceFactory;
import io.forebay.chronicle.ChronicleStream;
import io.forebay.chronicle.StreamOptions;
import io.forebay.config.Catalog;
import io.forebay.config.ConfigLoader;
import io.forebay.config.ForebayConfig;
import io.forebay.engine.Engine;
import io.forebay.engine.MappingDefinition;
import io.forebay.engine.MappingSettings;
import io.forebay.engine.MappingState;
import io.forebay.engine.MappingStatus;
import io.forebay.handler.BatchHandler;
import io.forebay.handler.BatchResult;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What README.md shows is what the build compiles and runs. */
final class ReadmeTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final PrintStream before = System.out;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  @TempDir Path temp;

  @BeforeEach
  void listen() {
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void stopListening() {
    System.setOut(before);
  }

  @Test
  void shouldShowTheQuickstartOfToday() throws IOException {
    String source = Files.readString(Path.of("src/test/java/io/forebay/examples/Quickstart.java"));
    String example =
        between(source, "// quickstart: begin\n", "// quickstart: end").stripTrailing();

    assertThat(readme()).contains("```java\n" + example.stripIndent() + "\n```");
  }

  @Test
  void shouldHandleRecordsWithTheQuickstart() throws Exception {
    append("ada", "3 turbines");
    CountDownLatch stop = new CountDownLatch(1);
    FutureTask<Void> application =
        new FutureTask<>(
            () -> {
              Quickstart.run(temp, stop);
              return null;
            });
    new Thread(application, "quickstart").start();
    try {
      awaitPrinted("ada: 3 turbines");
      append("ben", "1 penstock");
      awaitPrinted("ben: 1 penstock");
    } finally {
      stop.countDown();
    }
    application.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  @Test
  void shouldShowTheEmbeddingExamplesOfToday() throws IOException {
    Path folder = Path.of("src/test/java/io/forebay/examples");
    String source =
        Files.readString(folder.resolve("Embedding.java"))
            + Files.readString(folder.resolve("KafkaEmbedding.java"));
    String page = Files.readString(root().resolve("docs/embedding.md"));
    List<String> examples =
        Pattern.compile("// example: begin\n(.*?)// example: end", Pattern.DOTALL)
            .matcher(source)
            .results()
            .map(found -> found.group(1).stripTrailing().stripIndent())
            .toList();

    assertThat(page.split("```java\n", -1)).hasSize(examples.size() + 1);
    assertThat(examples)
        .isNotEmpty()
        .allSatisfy(example -> assertThat(page).contains("```java\n" + example + "\n```"));
  }

  @Test
  void shouldSteerAMappingAsTheEmbeddingPageSays() throws Exception {
    append("ada", "3 turbines");
    Embedding.Counting counting = new Embedding.Counting();
    ChronicleEventSourceFactory streams = new ChronicleEventSourceFactory();
    MappingDefinition orders =
        MappingDefinition.of(
            MappingSettings.named("orders", streams).build(),
            streams,
            Map.of("path", temp.resolve("orders")),
            (batch, context) -> BatchResult.success());

    try (Engine engine =
        Embedding.start(SqliteCheckpointStore.open(temp.resolve("forebay.db")), counting)) {
      MappingStatus paused = Embedding.steer(engine, orders);
      assertThat(paused.state()).isEqualTo(MappingState.DISABLED);
      assertThat(paused.shards()).hasSize(4);
      await("a handled record", () -> Embedding.handled(engine) == 1);
    }
    assertThat(counting.handled.sum()).isEqualTo(1);
    assertThat(counting.discarded.sum()).isZero();
  }

  /** The handler is compiled from the page, loaded as a plug-in, and named by the page's YAML. */
  @Test
  void shouldRunThePlugInWithTheConfigurationShown() throws Exception {
    Path plugin = Files.createDirectories(temp.resolve("plugins/orders/classes"));
    compile(between(readme(), "<!-- plug-in -->\n```java\n", "```"), plugin);
    Path services = Files.createDirectories(plugin.resolve("META-INF/services"));
    Files.writeString(services.resolve("io.forebay.handler.BatchHandlerFactory"), "OrderPrinter\n");
    Path file = temp.resolve("forebay.yaml");
    Files.writeString(file, between(readme(), "<!-- configuration -->\n```yaml\n", "```"));
    Files.createDirectories(temp.resolve("data"));
    append("data/orders", "ada", "{\"customer\":\"ada\",\"item\":\"turbine\"}");
    Catalog catalog = Catalog.find(ReadmeTest.class.getClassLoader());

    try (ForebayConfig config = ConfigLoader.load(List.of(file), catalog).orThrow();
        Engine engine =
            Engine.builder()
                .settings(config.engine())
                .checkpoints(SqliteCheckpointStore.open(temp.resolve("forebay.db")))
                .start()) {
      config.mappings().forEach(engine::add);
      awaitPrinted("order of ada: {\"customer\":\"ada\",\"item\":\"turbine\"}");
    }
  }

  private void append(String key, String data) throws Exception {
    append("orders", key, data);
  }

  private void append(String stream, String key, String data) throws Exception {
    try (ChronicleStream orders =
        ChronicleStream.openOrCreate(temp.resolve(stream), StreamOptions.defaults())) {
      orders.append(key, data.getBytes(StandardCharsets.UTF_8));
    }
  }

  private void compile(String source, Path into) throws IOException {
    Path file = temp.resolve("OrderPrinter.java");
    Files.writeString(file, source);
    String spi = location(BatchHandler.class);
    int failed =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-cp", spi, "-d", into.toString(), file.toString());
    assertThat(failed).isZero();
  }

  private static String location(Class<?> of) {
    return Path.of(
            java.net.URI.create(of.getProtectionDomain().getCodeSource().getLocation().toString()))
        .toString();
  }

  private void awaitPrinted(String line) throws InterruptedException {
    String whole = line + System.lineSeparator();
    await("'" + line + "'", () -> printed.toString(StandardCharsets.UTF_8).contains(whole));
  }

  private void await(String what, BooleanSupplier there) throws InterruptedException {
    long begin = System.nanoTime();
    while (!there.getAsBoolean()) {
      assertThat(System.nanoTime() - begin)
          .as("time until there is " + what + "; printed so far: " + printed)
          .isLessThan(PATIENCE.toNanos());
      LockSupport.parkNanos(10_000_000);
    }
  }

  private static String readme() throws IOException {
    return Files.readString(root().resolve("README.md"));
  }

  private static Path root() {
    return Optional.ofNullable(Path.of("").toAbsolutePath().getParent()).orElseThrow();
  }

  private static String between(String text, String begin, String end) {
    assertThat(text).contains(begin);
    int from = text.indexOf(begin) + begin.length();
    return text.substring(from, text.indexOf(end, from));
  }
}
