/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.config.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SuggestionTest {

  private static final List<String> KNOWN =
      List.of("batchSize", "maximumBatchingWindow", "maximumRecordAge", "timeout", "name");

  @Test
  void shouldGuessWhatWasMeant() {
    assertThat(Suggestion.nearest("batchSise", KNOWN)).contains("batchSize");
    assertThat(Suggestion.nearest("bacthSize", KNOWN)).contains("batchSize");
    assertThat(Suggestion.nearest("batch-size", KNOWN)).contains("batchSize");
    assertThat(Suggestion.nearest("BatchSize", KNOWN)).contains("batchSize");
    assertThat(Suggestion.nearest("MaximumRecordAgeInSeconds", KNOWN)).contains("maximumRecordAge");
    assertThat(Suggestion.nearest("nam", KNOWN)).contains("name");
  }

  @Test
  void shouldNotGuessWildly() {
    assertThat(Suggestion.nearest("colour", KNOWN)).isEmpty();
    assertThat(Suggestion.nearest("x", KNOWN)).isEmpty();
    assertThat(Suggestion.unknown("colour", KNOWN))
        .isEqualTo(
            "is unknown; there are: batchSize, maximumBatchingWindow, maximumRecordAge, name,"
                + " timeout");
  }

  @Test
  void shouldCountSwapsOnce() {
    assertThat(Suggestion.distance("abcd", "abdc")).isEqualTo(1);
    assertThat(Suggestion.distance("kitten", "sitting")).isEqualTo(3);
    assertThat(Suggestion.distance("", "abc")).isEqualTo(3);
  }
}
