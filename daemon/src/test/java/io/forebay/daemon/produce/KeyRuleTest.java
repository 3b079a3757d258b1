/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.produce;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyRuleTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"id":"a b","x":1}               | a b
          {"x":{"id":"no"},"id":42}        | 42
          {"x":[{"id":"no"}], "id":1.50}   | 1.50
          {"id":true}                      | true
          {"id":"né"}                      | né
          """)
  void shouldTakeTheKeyFromAField(String line, String key) throws Exception {
    KeyRule.Keyed keyed = KeyRule.field("id").apply(line.getBytes(UTF_8));

    assertThat(keyed.key().map(bytes -> new String(bytes, UTF_8))).contains(key);
    assertThat(keyed.data()).isEqualTo(line.getBytes(UTF_8));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"x":1}        | it has no field 'id' to take the key from
          {"id":null}    | its field 'id' is no text or number
          {"id":{}}      | its field 'id' is no text or number
          [1]            | it is not a JSON object
          {"id":         | it is not JSON
          hello          | it is not JSON
          """)
  void shouldSayWhyALineHasNoKey(String line, String why) {
    assertThatThrownBy(() -> KeyRule.field("id").apply(line.getBytes(UTF_8)))
        .isInstanceOf(MalformedLineException.class)
        .hasMessageStartingWith(why);
  }

  @Test
  void shouldPartALineAtTheFirstSeparator() throws Exception {
    KeyRule.Keyed keyed = KeyRule.separator("::").apply("a::b::c".getBytes(UTF_8));

    assertThat(keyed.key().map(bytes -> new String(bytes, UTF_8))).contains("a");
    assertThat(new String(keyed.data(), UTF_8)).isEqualTo("b::c");
    assertThatThrownBy(() -> KeyRule.separator("::").apply("a:b".getBytes(UTF_8)))
        .hasMessage("there is no key separator '::' in it");
  }

  @Test
  void shouldReadLinesAsTheyAreAndCountEmptyOnes() throws IOException {
    byte[] text = {'a', '\r', '\n', '\n', '\r', '\n', (byte) 0xff, '\r', 'b', '\n', 'c'};
    LineReader reader = new LineReader(new ByteArrayInputStream(text));
    List<String> lines = new ArrayList<>();
    for (Optional<byte[]> line = reader.next(); line.isPresent(); line = reader.next()) {
      lines.add(
          reader.number()
              + ":"
              + new String(line.get(), java.nio.charset.StandardCharsets.ISO_8859_1));
    }

    assertThat(lines).containsExactly("1:a", "4:\u00ff\rb", "5:c");
  }
}
