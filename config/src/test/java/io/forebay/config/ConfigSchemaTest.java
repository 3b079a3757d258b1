/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.forebay.engine.SettingRules;
import io.forebay.source.Setting;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

class ConfigSchemaTest {

  private static final String GOOD =
      """
      engine: {limits: platform, checkpointInterval: 2s}
      checkpoint: {type: sqlite, path: x.db}
      plugins: plugins/
      http: {port: 0}
      mappings:
        - name: orders
          source: {type: stream, path: p, shards: 8, buffer: 1MiB, properties: {a: 1, b: true}}
          handler: {name: my-handler, settings: {a: text, b: 5}}
          batchSize: 10000
          maximumBatchingWindow: 0
          maximumRecordAge: -1
          startingPosition: AT_TIMESTAMP
          startingPositionTimestamp: "2026-11-23T10:00:00Z"
          onFailure: {type: file, path: failed.jsonl}
        - name: mails
          source: {type: queue, path: "${env:MAILS}"}
          handler: my-handler
          batchSize: ${env:BATCH}
          enabled: false
      """;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final String text = ConfigSchema.generate(new Fakes().catalog());
  private final JsonSchema schema =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(text);

  @Test
  void shouldBeASchema() throws Exception {
    JsonSchema meta =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(
                com.networknt.schema.SchemaLocation.of(
                    "https://json-schema.org/draft/2020-12/schema"));

    assertThat(meta.validate(JSON.readTree(text))).isEmpty();
  }

  @Test
  void shouldHoldEverySetting() {
    Catalog catalog = new Fakes().catalog();
    List<Setting> all = new ArrayList<>(SettingRules.engine());
    catalog
        .sources()
        .forEach(
            (type, factory) -> {
              all.addAll(factory.settings());
              all.addAll(SettingRules.mapping(factory.traits(), true));
            });
    catalog.destinations().forEach((type, factory) -> all.addAll(factory.settings()));

    for (Setting setting : all) {
      assertThat(text).contains("\"" + setting.name() + "\": {").contains(setting.description());
    }
  }

  @Test
  void shouldAcceptWhatTheLoaderAccepts() {
    assertThat(faults(GOOD)).isEmpty();
  }

  @Test
  void shouldRefuseWhatTheLoaderRefuses() {
    for (String[] change :
        new String[][] {
          {"batchSize: 10000", "batchSize: 10001"},
          {"batchSize: 10000", "batchsize: 10"},
          {"batchSize: 10000", "parallelizationFactor: 11"},
          {"maximumBatchingWindow: 0", "maximumBatchingWindow: 5"},
          {"maximumBatchingWindow: 0", "maximumBatchingWindow: 5 sec"},
          {"maximumRecordAge: -1", "maximumRecordAge: 0"},
          {"enabled: false", "enabled: 1"},
          {"enabled: false", "startingPosition: LATEST"},
          {"enabled: false", "name2: x"},
          {"type: stream", "type: strem"},
          {"type: stream, path: p", "type: stream"},
          {"shards: 8", "shards: 65"},
          {"shards: 8", "shrads: 8"},
          {"name: mails", "name: a b"},
          {"handler: my-handler", "handler: [x]"},
          {"    handler: my-handler\n", ""},
          {"{name: my-handler,", "{nme: my-handler,"},
          {"port: 0", "port: 65536"},
          {"type: sqlite", "type: mysql"},
          {"plugins:", "plugin:"},
          {"type: file, path", "type: file, paht"},
        }) {
      assertThat(GOOD).contains(change[0]);
      assertThat(faults(GOOD.replace(change[0], change[1]))).as(change[1]).isNotEmpty();
    }
  }

  @Test
  void shouldWidenRangesWithoutLimits() {
    String free =
        GOOD.replace("limits: platform", "limits: none")
            .replace("batchSize: 10000", "parallelizationFactor: 11");

    assertThat(faults(free)).isEmpty();
  }

  private List<String> faults(String yaml) {
    Object tree = new Load(LoadSettings.builder().build()).loadFromString(yaml);
    JsonNode node = JSON.valueToTree(tree);
    return schema.validate(node).stream().map(ValidationMessage::toString).toList();
  }
}
