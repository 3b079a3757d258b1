/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointSettingsTest {

  private static final String MAPPINGS = "\nmappings: []\n";

  @TempDir private Path folder;

  private ConfigResult load(String section) throws IOException {
    Path file = Files.writeString(folder.resolve("a.yaml"), section + MAPPINGS);
    var environment = Map.of("HOST", "db1", "SECRET", "hunter2");
    return ConfigLoader.load(List.of(file), new Fakes().catalog().withEnvironment(environment));
  }

  private List<String> faults(String section) throws IOException {
    return load(section).faults().stream()
        .map(fault -> fault.toString().replace(folder + "/", ""))
        .toList();
  }

  @Test
  void shouldTakeAPostgresqlServerWithReferences() throws IOException {
    Files.writeString(folder.resolve("password"), "hunter3\n");
    CheckpointSettings settings =
        load("""
            checkpoint:
              type: postgresql
              url: jdbc:postgresql://${env:HOST}:5432/forebay?sslmode=verify-full
              user: forebay
              password: ${file:password}
              schema: engine_1
            """)
            .orThrow()
            .checkpoint();
    assertThat(settings)
        .isEqualTo(
            new CheckpointSettings(
                "postgresql",
                Optional.empty(),
                Optional.of("jdbc:postgresql://db1:5432/forebay?sslmode=verify-full"),
                Optional.of("forebay"),
                Optional.of("hunter3"),
                "engine_1"));
  }

  @Test
  void shouldNeedAUrlOnlyAndShowNoSecret() throws IOException {
    CheckpointSettings settings =
        load("""
            checkpoint:
              type: postgresql
              url: jdbc:postgresql://h/d?password=${env:SECRET}
              password: ${env:SECRET}
            """)
            .orThrow()
            .checkpoint();
    assertThat(settings.schema()).isEqualTo("forebay");
    assertThat(settings.user()).isEmpty();
    assertThat(settings).hasToString("checkpoints in postgresql");
  }

  @Test
  void shouldTellWhatIsMissingOrWrong() throws IOException {
    assertThat(faults("checkpoint: {type: postgresql, schema: Forebay}"))
        .containsExactly(
            "a.yaml:1:13: checkpoint.url: is missing: give the database's, as in"
                + " jdbc:postgresql://host:5432/name",
            "a.yaml:1:40: checkpoint.schema: must be small letters, digits and _, at most 63 of"
                + " them, the first one no digit");
    assertThat(faults("checkpoint:\n  type: postgresql\n  url: postgres://u:${env:SECRET}@h/d"))
        .containsExactly(
            "a.yaml:3:8: checkpoint.url: must begin with jdbc:postgresql://, as in"
                + " jdbc:postgresql://host:5432/name");
    assertThat(faults("checkpoint: {type: postgres}"))
        .singleElement()
        .asString()
        .startsWith("a.yaml:1:20: checkpoint.type: must be")
        .contains("postgresql");
  }

  @Test
  void shouldTellWhatBelongsToTheOtherStore() throws IOException {
    assertThat(faults("checkpoint: {type: postgresql, url: 'jdbc:postgresql://h/d', path: x.db}"))
        .containsExactly(
            "a.yaml:1:68: checkpoint.path: is for type sqlite only: remove the line, or write"
                + " 'type: sqlite'");
    assertThat(faults("checkpoint: {url: 'jdbc:postgresql://h/d', password: x}"))
        .containsExactly(
            "a.yaml:1:19: checkpoint.url: is for type postgresql only: remove the line, or write"
                + " 'type: postgresql'",
            "a.yaml:1:54: checkpoint.password: is for type postgresql only: remove the line, or"
                + " write 'type: postgresql'");
  }
}
