/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class CommandLineTest {

  @TempDir private Path temp;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void shouldListCommandsAndExitCodesInItsHelp() {
    assertThat(execute("--help")).isZero();
    assertThat(out.toString())
        .contains("run", "mappings", "reload", "validate", "demo", "produce", "version")
        .contains("Exit codes:", "143");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "run",
        "validate",
        "demo",
        "produce",
        "version",
        "config-schema",
        "reload",
        "mappings",
        "mappings list",
        "mappings show",
        "mappings pause",
        "mappings resume",
        "mappings restart"
      })
  void shouldHelpWithEachCommand(String command) {
    assertThat(execute((command + " --help").split(" "))).isZero();
    assertThat(out.toString()).contains("Usage: forebay " + command, "--help");
  }

  @Test
  void shouldPrintItsVersion() {
    assertThat(execute("version")).isZero();
    assertThat(out.toString()).startsWith("forebay ").contains("java ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "fly",
        "run --confg x",
        "run --log xml",
        "demo --rounds 0",
        "demo --rounds many",
        "demo --port 70000",
        "produce",
        "produce dir --key a --key-separator b",
        "mappings",
        "mappings show",
        "mappings pause",
        "mappings fly",
        "reload now",
      })
  void shouldExitWith2AndOneSentenceWhenTheArgumentsAreWrong(String line) {
    assertThat(execute(line.isEmpty() ? new String[0] : line.split(" "))).isEqualTo(2);
    assertThat(err.toString()).startsWith("forebay: ").contains("--help").doesNotContain("\tat ");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void shouldSuggestTheOptionThatWasMeant() {
    execute("run", "--confg", "x");

    assertThat(err.toString()).contains("--confg", "--config");
  }

  @Test
  void shouldListEveryFaultOfAConfigurationAndExitWith2() throws IOException {
    Path file =
        Files.writeString(
            temp.resolve("forebay.yaml"),
            """
            mappings:
              - name: orders
                source: {type: chronicle, path: orders}
                handler: no-such-handler
                batchSze: 5
              - name: orders
                source: {type: pigeon}
                handler: no-such-handler
            """);

    assertThat(execute("validate", "--config", file.toString())).isEqualTo(2);
    assertThat(err.toString())
        .contains("the configuration has", "batchSze", "no-such-handler", "pigeon", "forebay.yaml:")
        .doesNotContain("\tat ");
  }

  @Test
  void shouldSayThatAConfigurationIsRight() throws IOException {
    Path file =
        Files.writeString(
            temp.resolve("forebay.yaml"),
            """
            mappings:
              - name: orders
                source: {type: chronicle, path: orders}
                handler: {name: demo-flight-delays, settings: {folder: figures}}
            """);

    assertThat(execute("validate", "--config", file.toString())).as(err.toString()).isZero();
    assertThat(out.toString()).contains("right: 1 mapping", "orders -> demo-flight-delays");
  }

  @ParameterizedTest
  @ValueSource(strings = {"run", "validate"})
  void shouldNameTheMissingConfigurationFile(String command) {
    Path missing = temp.resolve("none.yaml");

    assertThat(execute(command, "--config", missing.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("none.yaml").doesNotContain("\tat ");
  }

  @Test
  void shouldPrintTheSchemaOfConfigurations() {
    assertThat(execute("config-schema")).isZero();
    assertThat(out.toString()).startsWith("{").contains("parallelizationFactor", "chronicle");
  }

  @Test
  void shouldAppendLinesWithTheirKeys() throws IOException {
    Path lines = Files.writeString(temp.resolve("lines"), "{\"id\":1}\n\n{\"id\":2}\r\n{\"id\":3}");
    Path stream = temp.resolve("stream");

    assertThat(produce(stream, lines)).as(err.toString()).isZero();
    assertThat(out.toString()).startsWith("3 records appended to " + stream + " (2 shards)");
  }

  @Test
  void shouldStopAtTheFirstLineWithoutKeyAndSayHowFarItCame() throws IOException {
    Path lines = Files.writeString(temp.resolve("lines"), "{\"id\":1}\n\noops\n{\"id\":3}");

    assertThat(produce(temp.resolve("stream"), lines)).isEqualTo(1);
    assertThat(err.toString())
        .contains("line 3: it is not JSON", "the 1 records before it are appended");
  }

  @Test
  void shouldRefuseToAppendToAStreamWithAnotherNumberOfShards() throws IOException {
    Path lines = Files.writeString(temp.resolve("lines"), "{\"id\":1}\n");
    Path stream = temp.resolve("stream");
    produce(stream, lines);

    assertThat(execute("produce", stream.toString(), "--shards", "3", "--file", lines.toString()))
        .isEqualTo(2);
    assertThat(err.toString()).contains("shards").doesNotContain("\tat ");
  }

  private int produce(Path stream, Path lines) {
    return execute(
        "produce", stream.toString(), "--shards", "2", "--key", "id", "--file", lines.toString());
  }

  private int execute(String... args) {
    CommandLine commandLine = Main.commandLine();
    commandLine.setOut(new PrintWriter(out, true));
    commandLine.setErr(new PrintWriter(err, true));
    return commandLine.execute(args);
  }
}
