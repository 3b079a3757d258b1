/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import org.junit.jupiter.api.Test;

class KeyHashTest {

  @Test
  void shouldGiveThePublishedVectors() {
    assertThat(hash("")).isEqualTo(0);
    assertThat(hash("a")).isEqualTo(0x3c2569b2);
    assertThat(hash("abc")).isEqualTo(0xb3dd93fa);
    assertThat(hash("test")).isEqualTo(0xba6bd213);
    assertThat(hash("hello")).isEqualTo(0x248bfa47);
    assertThat(hash("Hello, world!")).isEqualTo(0xc0363e43);
    assertThat(hash("The quick brown fox jumps over the lazy dog")).isEqualTo(0x2e4ff723);
  }

  @Test
  void shouldLeaveTheBufferAsItIs() {
    ByteBuffer part = ByteBuffer.wrap(utf8("xhellox"), 1, 5);
    assertThat(KeyHash.murmur3_32(part)).isEqualTo(hash("hello"));
    assertThat(part.position()).isEqualTo(1);
    assertThat(KeyHash.murmur3_32(part.slice().asReadOnlyBuffer())).isEqualTo(hash("hello"));
  }

  @Test
  void shouldSpreadTheKeysOfOneShardOverAllSlots() {
    BitSet slots = new BitSet();
    int[] perShard = new int[4];
    for (int i = 0; i < 100_000; i++) {
      byte[] key = utf8("key-" + i);
      int shard = KeyHash.shardOf(key, 4);
      perShard[shard]++;
      if (shard == 2) {
        slots.set(KeyHash.murmur3_32(key) & 1023);
      }
    }
    assertThat(slots.cardinality()).isEqualTo(1024);
    for (int count : perShard) {
      assertThat(count).isBetween(24_000, 26_000);
    }
  }

  private static int hash(String text) {
    return KeyHash.murmur3_32(utf8(text));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
