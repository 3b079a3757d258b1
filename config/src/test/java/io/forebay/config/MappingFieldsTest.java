/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.config.plugin.PluginSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MappingFieldsTest {

  private static final String PLAIN =
      """
      mappings:
        - name: orders
          source: {type: stream, path: p, password: "${env:SECRET}"}
          handler: my-handler
      """;

  @TempDir private Path folder;

  @Test
  void shouldFindNoChangeInAnotherSpellingOfTheSame() throws IOException {
    assertThat(
            changed(
                """
                {"mappings": [{"name": "orders", "batchSize": 100, "timeout": "60s",
                  "handler": {"name": "my-handler", "settings": {}},
                  "source": {"path": "./p", "shards": 4, "password": "hunter2", "type": "stream"}}]}
                """))
        .isEmpty();
  }

  @Test
  void shouldNameEveryFieldThatDiffers() throws IOException {
    assertThat(
            changed(
                """
                mappings:
                  - name: orders
                    source: {type: stream, path: q, shards: 5}
                    handler: {name: other-handler, settings: {greeting: hello}}
                    batchSize: 7
                    onFailure: {type: file, path: f}
                """))
        .containsExactly(
            "batchSize",
            "handler",
            "handler.settings.greeting",
            "onFailure.path",
            "onFailure.type",
            "source.password",
            "source.path",
            "source.shards");
  }

  @Test
  void shouldCountASecretThatChangedAndNotShowIt() throws IOException {
    MappingFields before = fields(PLAIN, Map.of("SECRET", "hunter2"));
    MappingFields after = fields(PLAIN, Map.of("SECRET", "hunter3"));

    assertThat(after.changedFrom(before)).containsExactly("source.password");
    assertThat(after.toString() + before).doesNotContain("hunter");
    assertThat(after.source()).isEqualTo("stream");
  }

  @Test
  void shouldCountAPluginWhoseJarChanged() throws Exception {
    String config =
        "plugins: plugins\nmappings: [{name: a, source: {type: queue, path: p}, handler: mine}]";
    Path jar = folder.resolve("plugins/mine.jar");
    plugin("1").jar(jar);
    MappingFields one = fields(config, Map.of());
    MappingFields again = fields(config, Map.of());
    plugin("2").jar(jar);

    assertThat(again.changedFrom(one)).isEmpty();
    assertThat(fields(config, Map.of()).changedFrom(one))
        .containsExactly("handler (plug-in files)");
  }

  private PluginSource plugin(String version) throws IOException {
    Path sources = Files.createTempDirectory(folder, "source");
    return new PluginSource(sources)
        .factory("Mine", "mine", "throw new Exception(\"" + version + "\");");
  }

  private Set<String> changed(String text) throws IOException {
    Map<String, String> environment = Map.of("SECRET", "hunter2");
    return fields(text, environment).changedFrom(fields(PLAIN, environment));
  }

  private MappingFields fields(String text, Map<String, String> environment) throws IOException {
    Path file = Files.writeString(folder.resolve("a.yaml"), text);
    ConfigResult result =
        ConfigLoader.load(List.of(file), new Fakes().catalog().withEnvironment(environment));
    try (ForebayConfig config = result.orThrow()) {
      return config.fields().values().iterator().next();
    }
  }
}
