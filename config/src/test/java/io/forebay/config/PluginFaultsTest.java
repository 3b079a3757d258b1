/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How plug-ins that do not load show up beside a configuration's own faults. */
class PluginFaultsTest {

  private static final String PROBLEM =
      "a.yaml:1:10: plugins: plug-in broken.jar: broken.jar is not a readable jar:"
          + " java.util.zip.ZipException: zip END header not found; found: my-handler (class path),"
          + " other-handler (class path)";

  @TempDir Path folder;

  @BeforeEach
  void breakAPlugin() throws IOException {
    Files.createDirectories(folder.resolve("plugins"));
    Files.writeString(folder.resolve("plugins/broken.jar"), "this is no jar");
  }

  @Test
  void shouldOnlyWarnWhenNoMappingNeedsThePlugin() throws IOException {
    try (ForebayConfig config = load("my-handler").orThrow()) {
      assertThat(texts(config.warnings())).containsExactly(PROBLEM);
    }
  }

  @Test
  void shouldTellThePluginsFaultsWhenAHandlerIsMissing() throws IOException {
    assertThat(texts(load("its-handler").faults()))
        .containsExactly(
            PROBLEM,
            "a.yaml:5:14: mapping 'orders': handler: there is no handler 'its-handler'; found:"
                + " my-handler (class path), other-handler (class path); did you mean"
                + " 'my-handler'?");
  }

  @Test
  void shouldRefuseAPluginFolderThatIsNotThere() throws IOException {
    Files.delete(folder.resolve("plugins/broken.jar"));
    Files.delete(folder.resolve("plugins"));

    assertThat(texts(load("my-handler").faults()))
        .containsExactly(
            "a.yaml:1:10: plugins: there is no such folder: make it or remove the line");
  }

  private List<String> texts(List<Fault> faults) {
    return faults.stream().map(fault -> fault.toString().replace(folder + "/", "")).toList();
  }

  private ConfigResult load(String handler) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("a.yaml"),
            """
            plugins: plugins/
            mappings:
              - name: orders
                source: {type: stream, path: p}
                handler: %s
            """
                .formatted(handler));
    return ConfigLoader.load(List.of(file), new Fakes().catalog());
  }
}
