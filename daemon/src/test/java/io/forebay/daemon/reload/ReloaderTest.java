/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.reload;

import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.checkpoint.sqlite.SqliteCheckpointStore;
import io.forebay.chronicle.ChronicleStream;
import io.forebay.chronicle.StreamOptions;
import io.forebay.config.ForebayConfig;
import io.forebay.daemon.GatedFactory;
import io.forebay.daemon.GatedFactory.Gate;
import io.forebay.daemon.process.Configuration;
import io.forebay.daemon.proof.Until;
import io.forebay.daemon.reload.ReloadReport.Applied;
import io.forebay.engine.Engine;
import io.forebay.engine.EngineListener;
import io.forebay.engine.Mapping;
import io.forebay.engine.MappingState;
import io.forebay.engine.MappingStatus;
import io.forebay.engine.Meter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Reloads of a running engine. */
@Timeout(120)
class ReloaderTest {

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @TempDir private Path folder;

  /** "mapping State", in the order in which it happened. */
  private final List<String> states = new CopyOnWriteArrayList<>();

  private final Gate left = GatedFactory.gate("left");
  private final Gate right = GatedFactory.gate("right");
  private final int leftBefore = left.made();
  private final int leftRecordsBefore = left.records();
  private final int rightRecordsBefore = right.records();

  private Engine engine;
  private Configurations configurations;
  private Reloader reloader;

  @BeforeEach
  void start() throws Exception {
    configure(mapping("left", "left", "batchSize: 10"), mapping("right", "right", ""));
    ForebayConfig config = Configuration.load(List.of(file()));
    configurations = new Configurations(config);
    engine =
        Engine.builder()
            .checkpoints(SqliteCheckpointStore.open(folder.resolve("forebay.db")))
            .listener(
                new EngineListener() {
                  @Override
                  public void onState(MappingStatus status) {
                    states.add(status.name() + " " + status.state().word());
                  }
                })
            .start();
    config.mappings().forEach(engine::add);
    reloader =
        new Reloader(
            engine,
            configurations,
            () -> Configuration.read(List.of(file())),
            new HttpInForce(config.http()));
    append("left", 10);
    append("right", 10);
    Until.holds("both read", () -> handledOfLeft() == 10 && handledOfRight() == 10);
  }

  @AfterEach
  void stop() {
    left.open();
    right.open();
    reloader.close();
    engine.close();
    configurations.close();
  }

  @Test
  void shouldNotTouchAMappingThatTheFilesSayTheSameOf() throws Exception {
    left.shut();
    append("left", 1);
    int entered = left.entered();
    Until.holds("a batch of left is in flight", () -> left.entered() > entered - 1);
    states.clear();
    configure(mapping("left", "left", "batchSize: 10"), mapping("right", "right", "batchSize: 7"));

    ReloadReport report = reload();

    // Done, though a batch of left stands at the gate: nobody has waited for it to end.
    assertThat(changes(report)).containsExactly("left unchanged []", "right changed [batchSize]");
    assertThat(report.done()).isTrue();
    assertThat(mapping("right").settings().batchSize()).isEqualTo(7);
    assertThat(states).containsExactly("right Updating", "right Enabled");
    left.open();
    append("left", 5);
    Until.holds("left goes on", () -> handledOfLeft() == 16);
    assertThat(left.made() - leftBefore).as("handlers made for left").isEqualTo(1);
    append("right", 5);
    Until.holds("right goes on where it was", () -> handledOfRight() == 15);
    assertThat(states).noneMatch(state -> state.startsWith("left"));
  }

  @Test
  void shouldAddAndRemoveMappingsAndKeepTheProgressOfThoseThatLeave() throws Exception {
    configure(mapping("left", "left", "batchSize: 10"), mapping("more", "extra", ""));

    ReloadReport report = reload();

    assertThat(changes(report))
        .containsExactly("left unchanged []", "more added []", "right removed []");
    assertThat(report.done()).isTrue();
    assertThat(engine.mapping("right")).isEmpty();
    assertThat(mapping("more").status().state()).isEqualTo(MappingState.ENABLED);
    configure(mapping("left", "left", "batchSize: 10"), mapping("right", "right", ""));
    append("right", 3);
    reload();
    Until.holds("right reads what came meanwhile", () -> handledOfRight() == 13);
    assertThat(count("right", Meter.RECORDS_POLLED)).as("and nothing twice").isEqualTo(3);
  }

  @Test
  void shouldChangeNothingForAFaultyConfiguration() throws Exception {
    states.clear();
    configure(mapping("left", "left", "batchSize: 0"), mapping("right", "no-such-thing", ""));

    ReloadReport report = reload();

    assertThat(report.refused()).isTrue();
    assertThat(report.faults().get(0).toString())
        .startsWith(file() + ":5:")
        .contains("mapping 'left': batchSize: 0 is out of range");
    assertThat(states).isEmpty();
    assertThat(engine.mappings()).extracting(Mapping::name).containsExactly("left", "right");
  }

  @Test
  void shouldLeavePausedWhatSomebodyPausedWhetherItChangesOrNot() throws Exception {
    mapping("left").pause().toCompletableFuture().join();
    mapping("right").pause().toCompletableFuture().join();
    configure(mapping("left", "left", "batchSize: 9"), mapping("right", "right", ""));

    ReloadReport report = reload();

    assertThat(changes(report)).containsExactly("left changed [batchSize]", "right unchanged []");
    assertThat(report.done()).isTrue();
    assertThat(mapping("left").status().state()).isEqualTo(MappingState.DISABLED);
    assertThat(mapping("right").status().state()).isEqualTo(MappingState.DISABLED);
    mapping("left").resume().toCompletableFuture().join();
    assertThat(mapping("left").settings().batchSize()).isEqualTo(9);
  }

  @Test
  void shouldSayWhatOnlyARestartTakesOverAndApplyTheRest() throws Exception {
    String mappings = mapping("left", "left", "batchSize: 9");
    Files.writeString(
        file(), "engine: {drainTimeout: 7s}\nhttp: {port: 1}\nmappings:\n" + mappings);

    ReloadReport report = reload();

    assertThat(report.restartNeeded()).containsExactly("engine.drainTimeout", "http.port");
    assertThat(changes(report)).containsExactly("left changed [batchSize]", "right removed []");
  }

  @Test
  void shouldDoTwoReloadsOneAfterTheOther() throws Exception {
    left.shut();
    int entered = left.entered();
    append("left", 1);
    Until.holds("a batch of left is in flight", () -> left.entered() > entered);
    configure(mapping("left", "left", "batchSize: 9"), mapping("right", "right", ""));
    CompletableFuture<ReloadReport> first = reloader.reload(PATIENCE).toCompletableFuture();
    Until.holds(
        "the first waits for left",
        () -> mapping("left").status().state() == MappingState.UPDATING);
    configure(mapping("left", "left", "batchSize: 8"), mapping("right", "right", ""));
    CompletableFuture<ReloadReport> second = reloader.reload(PATIENCE).toCompletableFuture();

    left.open();

    assertThat(changes(first.join())).contains("left changed [batchSize]");
    assertThat(changes(second.join())).contains("left changed [batchSize]");
    assertThat(mapping("left").settings().batchSize()).isEqualTo(8);
  }

  @Test
  void shouldSayWhatIsStillOnTheWayWhenThePatienceIsOver() throws Exception {
    left.shut();
    int entered = left.entered();
    append("left", 1);
    Until.holds("a batch of left is in flight", () -> left.entered() > entered);
    configure(mapping("left", "left", "batchSize: 9"));

    ReloadReport report = reloader.reload(Duration.ofMillis(300)).toCompletableFuture().join();

    assertThat(report.done()).isFalse();
    Applied changed = report.mappings().get(0);
    assertThat(changed.done()).isFalse();
    assertThat(changed.state()).isEqualTo("Updating");
    assertThat(changed.problem()).isEmpty();
    left.open();
    Until.holds("it arrives", () -> mapping("left").status().state() == MappingState.ENABLED);
  }

  private ReloadReport reload() {
    return reloader.reload(PATIENCE).toCompletableFuture().join();
  }

  private static List<String> changes(ReloadReport report) {
    return report.mappings().stream()
        .map(Applied::change)
        .map(one -> one.name() + " " + one.kind().word() + " " + one.fields())
        .toList();
  }

  private Mapping mapping(String name) {
    return engine.mapping(name).orElseThrow();
  }

  /** Since the mapping was added. */
  private long count(String mapping, Meter meter) {
    return engine.meters().mappings().stream()
        .filter(of -> of.mapping().equals(mapping))
        .mapToLong(of -> of.counts().getOrDefault(meter, 0L))
        .sum();
  }

  private int handledOfLeft() {
    return left.records() - leftRecordsBefore;
  }

  private int handledOfRight() {
    return right.records() - rightRecordsBefore;
  }

  private void append(String stream, int records) throws Exception {
    try (ChronicleStream open =
        ChronicleStream.openOrCreate(folder.resolve(stream), StreamOptions.shards(1))) {
      for (int i = 0; i < records; i++) {
        open.append(("record " + i).getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  private void configure(String... mappings) throws Exception {
    Files.writeString(file(), "mappings:\n" + String.join("", mappings));
  }

  /** A mapping that reads the stream of its gate's name, on four lines. */
  private static String mapping(String name, String gate, String more) {
    return """
          - name: %s
            source: {type: chronicle, path: %s, shards: 1}
            handler: {name: %s, settings: {gate: %s}}
            %s
        """
        .formatted(name, gate, gate.startsWith("no-") ? gate : "test-gated", gate, more);
  }

  private Path file() {
    return folder.resolve("forebay.yaml");
  }
}
