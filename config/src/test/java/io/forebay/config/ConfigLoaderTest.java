/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forebay.engine.MappingDefinition;
import io.forebay.engine.MappingSettings;
import io.forebay.engine.SettingRules;
import io.forebay.source.ReadFrom;
import io.forebay.source.Settings;
import io.forebay.source.SourceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigLoaderTest {

  private static final String FULL =
      """
      engine:
        maximumConcurrency: 50
        checkpointInterval: 2s
        checkpointRecords: 10
        drainTimeout: 1m
        memoryBudget: 64MiB
        limits: none
      checkpoint: {type: sqlite, path: progress.db}
      http: {bind: 0.0.0.0, port: 0, token: 0123456789abcdef, stuckAfter: 90s}
      mappings:
        - name: orders
          source: {type: stream, path: data/orders, shards: 8, tls: true}
          handler:
            name: my-handler
            settings: {greeting: hello, retries: 3, verbose: true}
          enabled: false
          batchSize: 200
          maximumBatchingWindow: 500ms
          payloadLimit: 1MiB
          parallelizationFactor: 11
          maximumConcurrency: 7
          maximumRetryAttempts: 3
          maximumRecordAge: 7d
          timeout: 15m
          startingPosition: AT_TIMESTAMP
          startingPositionTimestamp: 2026-11-23T09:00:00+01:00
          onFailure: {type: file, path: failed/orders.jsonl}
        - name: mails
          source: {type: queue, path: /var/mails}
          handler: other-handler
      """;

  @TempDir Path folder;
  private final Fakes fakes = new Fakes();

  @Test
  void shouldTakeEverySetting() throws IOException {
    ForebayConfig config = load(FULL);

    assertThat(config.engine().maximumConcurrency()).isEqualTo(50);
    assertThat(config.engine().checkpointInterval()).isEqualTo(Duration.ofSeconds(2));
    assertThat(config.engine().checkpointRecords()).isEqualTo(10);
    assertThat(config.engine().drainTimeout()).isEqualTo(Duration.ofMinutes(1));
    assertThat(config.engine().memoryBudget()).isEqualTo(64L << 20);
    assertThat(config.checkpoint())
        .isEqualTo(new CheckpointSettings("sqlite", Optional.of(folder.resolve("progress.db"))));
    assertThat(config.http())
        .isEqualTo(
            new HttpSettings(
                "0.0.0.0", 0, Optional.of("0123456789abcdef"), Duration.ofSeconds(90)));
    assertThat(config.warnings()).isEmpty();
    MappingDefinition orders = config.mappings().get(0);
    assertThat(orders.settings())
        .isEqualTo(
            MappingSettings.named("orders", orders.traits())
                .enabled(false)
                .batchSize(200)
                .maximumBatchingWindow(Duration.ofMillis(500))
                .payloadLimit(1 << 20)
                .parallelizationFactor(11)
                .maximumConcurrency(7)
                .maximumRetryAttempts(3)
                .maximumRecordAge(Duration.ofDays(7))
                .timeout(Duration.ofMinutes(15))
                .startFrom(new ReadFrom.AtTimestamp(Instant.parse("2026-11-23T08:00:00Z")))
                .build());
    assertThat(orders.handlerName()).isEqualTo("my-handler");
  }

  @Test
  void shouldTakeTheSourcesDefaultsWhenNothingIsSaid() throws IOException {
    MappingDefinition mails = load(FULL).mappings().get(1);

    assertThat(mails.settings()).isEqualTo(MappingSettings.named("mails", mails.traits()).build());
    assertThat(mails.settings().batchSize()).isEqualTo(10);
    assertThat(mails.settings().maximumConcurrency()).isEqualTo(OptionalInt.empty());
    assertThat(mails.onFailure()).isEmpty();
  }

  @Test
  void shouldOpenSourceHandlerAndDestinationWithCheckedSettings() throws Exception {
    MappingDefinition orders = load(FULL).mappings().get(0);

    assertThatThrownBy(() -> orders.source().open()).isInstanceOf(SourceException.class);
    assertThatThrownBy(() -> orders.onFailure().orElseThrow().open())
        .isInstanceOf(SourceException.class);
    orders.handler().open();

    Settings source = fakes.opened.get(0).settings();
    assertThat(fakes.opened.get(0).mapping()).isEqualTo("orders");
    assertThat(source.path("path")).isEqualTo(folder.resolve("data/orders"));
    assertThat(source.number("shards")).isEqualTo(8);
    assertThat(source.number("buffer")).isEqualTo(64 << 10);
    assertThat(source.flag("tls")).isTrue();
    assertThat(source.text("codec")).isEqualTo("none");
    assertThat(source.has("password")).isFalse();
    assertThat(fakes.opened.get(1).settings().path("path"))
        .isEqualTo(folder.resolve("failed/orders.jsonl"));
    assertThat(fakes.handlerSettings)
        .containsExactly(Map.of("greeting", "hello", "retries", "3", "verbose", "true"));
  }

  @Test
  void shouldReadJsonWithTabsAndEscapes() throws IOException {
    String json =
        "{\n\t\"mappings\":[{\"name\":\"orders\",\"batchSize\":5,\n\t\t\"source\":{\"type\":\"stream\","
            + "\"path\":\"a\\/b\\ud83d\\ude00\"},\n\t\t\"handler\":\"my-handler\"}]}";
    Files.writeString(folder.resolve("a.json"), json);

    ForebayConfig config =
        ConfigLoader.load(List.of(folder.resolve("a.json")), fakes.catalog()).orThrow();

    assertThat(config.mappings().get(0).settings().batchSize()).isEqualTo(5);
  }

  @Test
  void shouldReadAFoldersFilesInOrderAndNothingElse() throws IOException {
    Files.writeString(folder.resolve("b.yml"), mapping("second"));
    Files.writeString(folder.resolve("a.yaml"), mapping("first") + "http: {port: 1}\n");
    Files.writeString(folder.resolve("c.json"), "{\"mappings\": []}");
    Files.writeString(folder.resolve("notes.txt"), "not ours");
    Files.writeString(folder.resolve(".hidden.yaml"), "not ours");

    ForebayConfig config = ConfigLoader.load(List.of(folder), fakes.catalog()).orThrow();

    assertThat(config.toString()).isEqualTo("configuration of [first, second]");
    assertThat(config.http())
        .isEqualTo(new HttpSettings("127.0.0.1", 1, Optional.empty(), Duration.ofMinutes(5)));
    assertThat(config.checkpoint()).isEqualTo(new CheckpointSettings("sqlite", Optional.empty()));
  }

  @Test
  void shouldReadAFileOnceThoughNamedTwice() throws IOException {
    Path file = Files.writeString(folder.resolve("a.yaml"), mapping("first"));

    ConfigResult result = ConfigLoader.load(List.of(file, folder), fakes.catalog());

    assertThat(result.faults()).isEmpty();
  }

  @Test
  void shouldTakeAliasesForRepeatedSections() throws IOException {
    ForebayConfig config =
        load(
            """
            mappings:
              - {name: a, source: &s {type: stream, path: p}, handler: &h my-handler}
              - {name: b, source: *s, handler: *h}
            """);

    assertThat(config.mappings()).hasSize(2);
  }

  @Test
  void shouldTakeMinusOneAsForever() throws IOException {
    String yaml = mapping("a") + "    maximumRecordAge: -1\n    maximumRetryAttempts: -1\n";

    MappingSettings settings = load(yaml).mappings().get(0).settings();

    assertThat(settings.maximumRecordAge()).isEmpty();
    assertThat(settings.maximumRetryAttempts()).isEqualTo(MappingSettings.UNLIMITED);
  }

  @Test
  void shouldStartWhereItIsTold() throws IOException {
    assertThat(load(mapping("a")).mappings().get(0).settings().startFrom())
        .isEqualTo(new ReadFrom.TrimHorizon());
    assertThat(
            load(mapping("a") + "    startingPosition: LATEST\n")
                .mappings()
                .get(0)
                .settings()
                .startFrom())
        .isEqualTo(new ReadFrom.Latest());
  }

  @Test
  void shouldApplyEverySettingTheEngineDefines() throws IOException {
    String everything = FULL;
    SettingRules.engine().forEach(s -> assertThat(everything).contains(s.name() + ":"));
    SettingRules.mapping(fakes.catalog().sources().get("stream").traits(), true)
        .forEach(s -> assertThat(everything).contains(s.name() + ":"));
    // loading fails for a setting that no reader knows
    assertThat(load(everything).mappings()).hasSize(2);
  }

  @Test
  void shouldThrowAllFaultsTogether() throws IOException {
    assertThatThrownBy(() -> load(mapping("a") + "    batchSize: 0\n    timeout: 5\n"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("batchSize")
        .hasMessageContaining("timeout");
  }

  private static String mapping(String name) {
    return """
        mappings:
          - name: %s
            source: {type: stream, path: p}
            handler: my-handler
        """
        .formatted(name);
  }

  private ForebayConfig load(String yaml) throws IOException {
    Path file = Files.writeString(folder.resolve("forebay.yaml"), yaml);
    return ConfigLoader.load(List.of(file), fakes.catalog()).orThrow();
  }
}
