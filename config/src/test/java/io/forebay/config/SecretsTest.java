/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.forebay.engine.MappingDefinition;
import io.forebay.source.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {

  @TempDir Path folder;
  private final Fakes fakes = new Fakes();

  @Test
  void shouldPutValuesInPlaceOfReferences() throws Exception {
    Files.writeString(folder.resolve("secret.txt"), "two\nlines\r\n");

    MappingDefinition mapping = load().mappings().get(0);
    catchThrowable(() -> mapping.source().open());
    mapping.handler().open();

    Settings settings = fakes.opened.get(0).settings();
    assertThat(settings.text("password")).isEqualTo("<hunter2> ${not} hunter2");
    assertThat(settings.path("path")).isEqualTo(folder.resolve("hunter2/data"));
    assertThat(mapping.settings().batchSize()).isEqualTo(50);
    assertThat(fakes.handlerSettings)
        .containsExactly(Map.of("token", "two\nlines", "price", "5$ or $5"));
  }

  @Test
  void shouldNeverShowThem() throws IOException {
    Files.writeString(folder.resolve("secret.txt"), "hunter3");

    ForebayConfig config = load();
    catchThrowable(() -> config.mappings().get(0).source().open());

    assertThat(config + " " + config.mappings() + " " + fakes.opened)
        .doesNotContain("hunter2")
        .doesNotContain("hunter3");
  }

  private ForebayConfig load() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("a.yaml"),
            """
            mappings:
              - name: orders
                source:
                  type: stream
                  path: ${env:SECRET}/data
                  password: <${env:SECRET}> $${not} ${env:SECRET}
                handler:
                  name: my-handler
                  settings:
                    token: ${file:secret.txt}
                    price: 5$ or $5
                batchSize: ${env:BATCH}
            """);
    return ConfigLoader.load(List.of(file), fakes.catalog()).orThrow();
  }
}
