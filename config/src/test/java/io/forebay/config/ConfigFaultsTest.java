/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator reads, word for word: the file's folder cut off, one line a fault. */
class ConfigFaultsTest {

  /** A mapping without faults, to which lines can be added. */
  private static final String GOOD =
      """
      mappings:
        - name: orders
          source: {type: stream, path: p}
          handler: my-handler
      """;

  @TempDir Path folder;

  @Test
  void shouldTellEverythingInOneGo() {
    assertThat(
            faults(
                """
                engine:
                  maxConcurrency: 5
                  drainTimeout: 30
                mappings:
                  - name: orders
                    source: {type: stream, shards: many}
                    handler: my-handler
                    batchSize: 20000
                    batchsize: 5
                    onFailure: {type: file}
                  - source: {type: quue, path: p}
                    handler: {name: mine}
                    MaximumBatchingWindowInSeconds: 5
                """))
        .containsExactly(
            "a.yaml:2:3: engine.maxConcurrency: is unknown; did you mean 'maximumConcurrency'?",
            "a.yaml:3:17: engine.drainTimeout: 30 needs a unit, as in 500ms, 5s, 2m, 1h or 7d:"
                + " must be a duration between 0 and 15m",
            "a.yaml:6:13: mapping 'orders': source.path: is missing: give a file or folder",
            "a.yaml:6:36: mapping 'orders': source.shards: must be a whole number between 1 and"
                + " 64, not 'many'",
            "a.yaml:8:16: mapping 'orders': batchSize: 20000 is out of range: must be a whole"
                + " number between 1 and 10000 for a source of type 'stream'",
            "a.yaml:9:5: mapping 'orders': batchsize: is unknown; did you mean 'batchSize'?",
            "a.yaml:10:16: mapping 'orders': onFailure.path: is missing: give a file or folder",
            "a.yaml:11:5: mappings[1].name: is missing: give a name",
            "a.yaml:11:20: mappings[1].source.type: there is no type 'quue': must be one of queue,"
                + " stream; did you mean 'queue'?",
            "a.yaml:12:21: mappings[1].handler.name: there is no handler 'mine'; found: my-handler"
                + " (class path), other-handler (class path)",
            "a.yaml:13:5: mappings[1].MaximumBatchingWindowInSeconds: is unknown; did you mean"
                + " 'maximumBatchingWindow'?");
  }

  @Test
  void shouldNameTheRangeOfTheSource() {
    assertThat(
            faults(
                """
                mappings:
                  - name: mails
                    source: {type: queue, path: p}
                    handler: my-handler
                    batchSize: 11
                    startingPosition: LATEST
                    parallelizationFactor: 11
                """))
        .containsExactly(
            "a.yaml:5:16: mapping 'mails': batchSize: 11 is out of range: must be a whole number"
                + " between 1 and 10 for a source of type 'queue'",
            "a.yaml:6:5: mapping 'mails': startingPosition: does not apply to a source of type"
                + " 'queue': remove it",
            "a.yaml:7:28: mapping 'mails': parallelizationFactor: 11 is out of range: must be a"
                + " whole number between 1 and 10 for a source of type 'queue'; 'limits: none'"
                + " under 'engine' allows 1 to 1000");
  }

  @Test
  void shouldRefuseValuesOfTheWrongForm() {
    assertThat(
            withLines(
                "enabled: yes",
                "batchSize: 0x10",
                "maximumBatchingWindow: 1.5s",
                "payloadLimit: 6MB",
                "timeout: [1s]",
                "maximumRecordAge: 59s",
                "maximumRetryAttempts: -2",
                "maximumConcurrency:",
                "startingPosition: latest"))
        .containsExactly(
            "a.yaml:5:14: mapping 'orders': enabled: must be true or false, not 'yes'",
            "a.yaml:6:16: mapping 'orders': batchSize: must be a whole number between 1 and 10000"
                + " for a source of type 'stream', not 0x10",
            "a.yaml:7:28: mapping 'orders': maximumBatchingWindow: must be a duration between 0"
                + " and 5m for a source of type 'stream', not '1.5s': write a whole number with a"
                + " unit, as in 500ms, 5s, 2m, 1h or 7d",
            "a.yaml:8:19: mapping 'orders': payloadLimit: must be a size between 1KiB and 1GiB for"
                + " a source of type 'stream', not '6MB': write a whole number with a unit, as in"
                + " 64KiB or 6MiB",
            "a.yaml:9:14: mapping 'orders': timeout: must be a duration between 1ms and 15m, not a"
                + " list",
            "a.yaml:10:23: mapping 'orders': maximumRecordAge: '59s' is out of range: must be"
                + " either -1 (forever) or between 60s and 7d for a source of type 'stream'",
            "a.yaml:11:27: mapping 'orders': maximumRetryAttempts: -2 is out of range: must be a"
                + " whole number between -1 and 10000 for a source of type 'stream'",
            "a.yaml:12:24: mapping 'orders': maximumConcurrency: has no value: give a whole number"
                + " between 1 and 1000 or remove the line",
            "a.yaml:13:23: mapping 'orders': startingPosition: must be one of TRIM_HORIZON,"
                + " LATEST, AT_TIMESTAMP for a source of type 'stream', not 'latest'; did you mean"
                + " 'LATEST'?");
  }

  @Test
  void shouldTieTheTimestampToItsPosition() {
    assertThat(withLines("startingPosition: AT_TIMESTAMP"))
        .containsExactly(
            "a.yaml:2:5: mapping 'orders': startingPositionTimestamp: is missing: startingPosition"
                + " AT_TIMESTAMP needs a time such as 2026-11-23T10:00:00Z");
    assertThat(withLines("startingPositionTimestamp: 1000"))
        .containsExactly(
            "a.yaml:5:32: mapping 'orders': startingPositionTimestamp: goes only with"
                + " 'startingPosition: AT_TIMESTAMP': add that or remove it");
    assertThat(
            withLines(
                "startingPosition: AT_TIMESTAMP",
                "startingPositionTimestamp: 2026-11-23T10:00:01Z"))
        .containsExactly(
            "a.yaml:6:32: mapping 'orders': startingPositionTimestamp: lies in the future: must be"
                + " a time that has passed");
    assertThat(withLines("startingPosition: AT_TIMESTAMP", "startingPositionTimestamp: today"))
        .containsExactly(
            "a.yaml:6:32: mapping 'orders': startingPositionTimestamp: must be a time such as"
                + " 2026-11-23T10:00:00Z, or seconds since 1970, not 'today'");
  }

  @Test
  void shouldNameBothPlacesOfWhatIsGivenTwice() {
    assertThat(
            faults(
                GOOD
                    + """
                        - name: orders
                          name: bills
                          source: {type: stream, path: p, path: q}
                          handler: my-handler
                      mappings: []
                      """))
        .containsExactly(
            "a.yaml:5:11: mappings[1].name: the mapping at a.yaml:2:11 is called 'orders' too:"
                + " rename one",
            "a.yaml:6:5: mappings[1].name: is given twice, first in line 5: remove one",
            "a.yaml:7:37: mapping 'orders': source.path: is given twice, first in line 7: remove"
                + " one",
            "a.yaml:9:1: mappings: is given twice, first in line 1: remove one");
  }

  @Test
  void shouldRefuseASectionGivenInTwoFiles() throws IOException {
    write("b.yaml", "http: {port: 1}\n" + GOOD);
    write("c.yaml", "\nhttp: {port: 2}\n");

    assertThat(load("b.yaml", "c.yaml"))
        .containsExactly(
            "c.yaml:2:7: http: may be given once over all files, and is given at b.yaml:1:7");
  }

  @Test
  void shouldRefuseNamesThatAreNoNames() {
    assertThat(
            faults(
                """
                mappings:
                  - {name: "a b", source: {type: stream, path: p}, handler: my-handler}
                  - {name: 5, source: {type: stream, path: p}, handler: my-handler}
                  - {name: "${env:SECRET}", source: {type: stream, path: p}, handler: my-handler}
                  - text
                """))
        .containsExactly(
            "a.yaml:2:12: mappings[0].name: must begin with a letter or digit and hold only"
                + " letters, digits, '.', '_' and '-', at most 128",
            "a.yaml:3:12: mappings[1].name: must be a name, not a number: put it in quotes",
            "a.yaml:4:12: mappings[2].name: is shown in logs and metrics and so takes no ${…}:"
                + " write it out",
            "a.yaml:5:5: mappings[3]: must be a section (fields with values), not text");
  }

  @Test
  void shouldRefuseSectionsOfTheWrongForm() {
    assertThat(faults("engine: fast\nhttp:\ncheckpoint: [a]\nplugins: 5\nmappings: {a: b}\n"))
        .containsExactly(
            "a.yaml:1:9: engine: must be a section (fields with values), not text",
            "a.yaml:2:6: http: is empty: fill it in or remove the line",
            "a.yaml:3:13: checkpoint: must be a section (fields with values), not a list",
            "a.yaml:4:10: plugins: must be text, not a number: put it in quotes",
            "a.yaml:5:11: mappings: must be a list (lines that begin with '- '), not a section");
  }

  @Test
  void shouldRefuseFilesThatAreNone() throws IOException {
    Files.createDirectory(folder.resolve("empty"));

    assertThat(load("nowhere.yaml", "empty"))
        .containsExactly(
            "empty: this folder holds no *.yaml, *.yml or *.json file",
            "nowhere.yaml: there is no such file or folder");
    assertThat(faults(""))
        .containsExactly("a.yaml: is empty: it needs at least 'mappings:' with one mapping");
    assertThat(faults("# nothing\n"))
        .containsExactly("a.yaml: is empty: it needs at least 'mappings:' with one mapping");
    assertThat(faults("http: {port: 1}\n"))
        .containsExactly("a.yaml: mappings: is missing: give at least one mapping");
    assertThat(faults("just text\n"))
        .containsExactly("a.yaml:1:1: must begin with fields such as 'mappings:', not text");
    Files.write(folder.resolve("a.yaml"), "name: \u00e4".getBytes(StandardCharsets.ISO_8859_1));
    assertThat(load("a.yaml")).containsExactly("a.yaml: is not UTF-8 text: save it as UTF-8");
  }

  @Test
  void shouldNameThePlaceOfASyntaxError() {
    assertThat(faults("a: [1, 2\nb: 3\n"))
        .containsExactly(
            "a.yaml:2:2: is not YAML: while parsing a flow sequence: expected ',' or ']', but got"
                + " :");
    assertThat(faults("mappings:\n\t- name: a\n"))
        .containsExactly(
            "a.yaml:2:1: is not YAML: while scanning for the next token: found character '\\t(TAB)'"
                + " that cannot start any token. (Do not use \\t(TAB) for indentation)");
    assertThat(faults("a: 1\n---\nb: 2\n"))
        .containsExactly(
            "a.yaml:2:1: holds a second document ('---'): put it into a file of its own");
    assertThat(faults("a: b\nc: \u0007\n"))
        .containsExactly("a.yaml:2:4: holds a control character: remove it");
    assertThat(faults("mappings: [{name: ${env:X}}]\n"))
        .containsExactly(
            "a.yaml:1:20: is not YAML: while parsing a flow mapping: expected ',' or '}', but got"
                + " {; inside { } or [ ] put ${…} in quotes");
  }

  @Test
  void shouldRefuseBombs() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 30; i++) {
      String alias = "*a" + (i - 1);
      bomb.append("a%d: &a%d [%s, %s]\n".formatted(i, i, alias, alias));
    }
    assertThat(faults(bomb.toString()))
        .containsExactly(
            "a.yaml: its aliases (*name) unfold into more than 1,000,000 values: write them out");
    assertThat(faults("mappings: &m [{name: a, source: *m}]\n"))
        .containsExactly("a.yaml:1:11: an alias (*name) stands inside what it names: write it out");
    assertThat(faults("[".repeat(100_000)))
        .containsExactly("a.yaml:1:51: is nested more than 50 deep: flatten it");
    assertThat(faults("a: " + "x".repeat(17 << 20)))
        .containsExactly("a.yaml: is larger than 16 MiB: spread the mappings over several files");
  }

  @Test
  void shouldRefuseReferencesThatLeadNowhere() throws IOException {
    write("secret.bin", "x".repeat(70_000));

    assertThat(
            faults(
                """
                mappings:
                  - name: orders
                    source:
                      type: stream
                      path: ${env:NOWHERE}/${env:NEITHER}
                      password: ${file:nowhere.txt}
                      codec: ${vault:x}
                      tls: ${env:SECRET}
                      buffer: ${env:SECRET
                      properties: {a: "${file:secret.bin}"}
                    handler: my-handler
                    batchSize: ${env:HUGE}
                """))
        .containsExactly(
            "a.yaml:5:13: mapping 'orders': source.path: ${env:NEITHER}: there is no environment"
                + " variable 'NEITHER'",
            "a.yaml:5:13: mapping 'orders': source.path: ${env:NOWHERE}: there is no environment"
                + " variable 'NOWHERE'",
            "a.yaml:6:17: mapping 'orders': source.password: ${file:nowhere.txt}: there is no file"
                + " FOLDER/nowhere.txt",
            "a.yaml:7:14: mapping 'orders': source.codec: ${vault:x} is neither ${env:NAME} nor"
                + " ${file:path}; write $${ for a literal ${",
            "a.yaml:8:12: mapping 'orders': source.tls: must be true or false, not the value of"
                + " '${env:SECRET}'",
            "a.yaml:9:15: mapping 'orders': source.buffer: '${' without '}'; write $${ for a"
                + " literal ${",
            "a.yaml:10:23: mapping 'orders': source.properties.a: ${file:secret.bin}: the file is"
                + " larger than 64 KiB",
            "a.yaml:12:16: mapping 'orders': batchSize: the value of '${env:HUGE}' is out of"
                + " range: must be a whole number between 1 and 10000 for a source of type"
                + " 'stream'");
  }

  private List<String> withLines(String... lines) {
    return faults(GOOD + "    " + String.join("\n    ", lines) + "\n");
  }

  private List<String> faults(String yaml) {
    write("a.yaml", yaml);
    return load("a.yaml");
  }

  private void write(String name, String text) {
    try {
      Files.writeString(folder.resolve(name), text);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private List<String> load(String... names) {
    List<Path> paths = List.of(names).stream().map(folder::resolve).toList();
    return ConfigLoader.load(paths, new Fakes().catalog()).faults().stream()
        .map(Fault::toString)
        .map(line -> line.replace("no file " + folder + "/", "no file FOLDER/"))
        .map(line -> line.replace(folder + "/", ""))
        .toList();
  }
}
