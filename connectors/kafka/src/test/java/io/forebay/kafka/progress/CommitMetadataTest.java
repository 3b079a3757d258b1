/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.kafka.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

class CommitMetadataTest {

  private static final Uuid TOPIC = Uuid.fromString("0f8fad5bd9cb469fa16abc");

  @Test
  void shouldComeBackAsItWasAndFitIntoACommit() {
    Random random = new Random(3);
    for (int size : new int[] {0, 1, 2, 3, 100, CommitMetadata.MOST_SETTLED_ABOVE}) {
      byte[] map = new byte[size];
      random.nextBytes(map);
      String text = new CommitMetadata(TOPIC, Integer.MAX_VALUE / 10, map).text(1L << 60);
      assertThat(text).hasSizeLessThanOrEqualTo(4_096);
      CommitMetadata back = CommitMetadata.parse(text, 1L << 60).orElseThrow();
      assertThat(back.topicId()).isEqualTo(TOPIC);
      assertThat(back.partitions()).isEqualTo(Integer.MAX_VALUE / 10);
      assertThat(back.settledAbove()).isEqualTo(map);
    }
  }

  @Test
  void shouldIgnoreWhatIsNotOursOrNotOfThisOffset() {
    String text = new CommitMetadata(TOPIC, 4, new byte[] {1, 2, 3}).text(42);
    assertThat(CommitMetadata.parse(text, 42)).isPresent();
    assertThat(CommitMetadata.parse(text, 43)).isEmpty();
    assertThat(CommitMetadata.parse("", 42)).isEmpty();
    assertThat(CommitMetadata.parse("x" + text, 42)).isEmpty();
    Random random = new Random(4);
    for (int i = 0; i < text.length(); i++) {
      assertThat(CommitMetadata.parse(text.substring(0, i), 42)).isEmpty();
      StringBuilder damaged = new StringBuilder(text);
      damaged.setCharAt(i, (char) (text.charAt(i) ^ 1 << random.nextInt(7)));
      assertThat(CommitMetadata.parse(damaged.toString(), 42)).isEmpty();
    }
  }
}
