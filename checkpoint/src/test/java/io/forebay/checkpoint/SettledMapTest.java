/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

class SettledMapTest {

  private static final int HEADER = SettledMapCodec.HEADER;

  @Test
  void shouldTakeNoBytesWhenEmpty() {
    assertThat(SettledMap.EMPTY.encode()).isEmpty();
    assertThat(SettledMap.decode(new byte[0])).contains(SettledMap.EMPTY);
  }

  @Test
  void shouldReadWhatItWroteForRandomMaps() {
    for (int seed = 0; seed < 5_000; seed++) {
      SettledMap map = random(new Random(seed), 1 + seed % 16_384);
      assertThat(SettledMap.decode(map.encode())).as("seed %d", seed).contains(map);
    }
  }

  @Test
  void shouldReadWhatItWroteAtTheEdges() {
    for (int span : new int[] {1, 2, 7, 8, 9, 63, 64, 65, 127, 128, 129, 16_383, 16_384, 16_385}) {
      var last = new BitSet();
      last.set(span - 1);
      var all = new BitSet();
      all.set(0, span);
      assertThat(SettledMap.decode(SettledMap.of(last).encode())).contains(SettledMap.of(last));
      assertThat(SettledMap.decode(SettledMap.of(all).encode())).contains(SettledMap.of(all));
    }
  }

  @Test
  void shouldStayWithinAnEighthOfTheSpan() {
    for (int seed = 0; seed < 2_000; seed++) {
      var random = new Random(seed);
      assertThat(random(random, 8_192).encode()).hasSizeLessThanOrEqualTo(1_024 + HEADER);
      assertThat(random(random, 16_384).encode()).hasSizeLessThanOrEqualTo(2_048 + HEADER);
    }
    var everyOther = new BitSet();
    for (int i = 1; i < 8_192; i += 2) {
      everyOther.set(i);
    }
    assertThat(SettledMap.of(everyOther).encode()).hasSize(1_024 + HEADER);
  }

  @Test
  void shouldTakeFewBytesWhenRunsAreLong() {
    var ordinals = new BitSet();
    ordinals.set(1, 8_192);
    assertThat(SettledMap.of(ordinals).encode()).hasSizeLessThanOrEqualTo(3 + HEADER);
  }

  @Test
  void shouldRefuseMapsWithAnyByteFlipped() {
    for (SettledMap map : new SettledMap[] {bits(), runs()}) {
      byte[] bytes = map.encode();
      for (int i = 0; i < bytes.length; i++) {
        for (int flip = 1; flip < 256; flip++) {
          bytes[i] ^= (byte) flip;
          assertThat(SettledMap.decode(bytes)).as("byte %d ^ %d", i, flip).isEmpty();
          bytes[i] ^= (byte) flip;
        }
      }
    }
  }

  @Test
  void shouldRefuseMapsCutAnywhere() {
    for (SettledMap map : new SettledMap[] {bits(), runs()}) {
      byte[] bytes = map.encode();
      for (int length = 1; length < bytes.length; length++) {
        assertThat(SettledMap.decode(Arrays.copyOf(bytes, length))).as("%d", length).isEmpty();
      }
      assertThat(SettledMap.decode(Arrays.copyOf(bytes, bytes.length + 1))).isEmpty();
    }
  }

  @Test
  void shouldRefuseAnUnknownVersionThoughItsChecksumIsRight() {
    assertThat(SettledMap.decode(frame((byte) 0x21, new byte[] {1}))).isEmpty();
    assertThat(SettledMap.decode(frame((byte) 0x11, new byte[] {1}))).isPresent();
  }

  @Test
  void shouldRefuseBrokenRunsThoughTheirChecksumIsRight() {
    byte runs = 0x12;
    assertThat(SettledMap.decode(frame(runs, new byte[] {1, 1}))).isPresent();
    assertThat(SettledMap.decode(frame(runs, new byte[] {1}))).as("half a pair").isEmpty();
    assertThat(SettledMap.decode(frame(runs, new byte[] {1, 0}))).as("nothing settled").isEmpty();
    assertThat(SettledMap.decode(frame(runs, new byte[] {0, 1, 0, 1}))).as("no gap").isEmpty();
    assertThat(SettledMap.decode(frame(runs, new byte[] {1, -1}))).as("cut varint").isEmpty();
    byte[] huge = {-1, -1, -1, -1, 0x7f, 1};
    assertThat(SettledMap.decode(frame(runs, huge))).as("beyond every span").isEmpty();
    byte[] far = {-1, -1, -1, 0x7f, -1, -1, -1, 0x7f};
    assertThat(SettledMap.decode(frame(runs, far))).as("beyond the span").isEmpty();
  }

  @Test
  void shouldRefuseASpanBeyondTheLimit() {
    var ordinals = new BitSet();
    ordinals.set(SettledMap.MAX_SPAN);
    assertThatThrownBy(() -> SettledMap.of(ordinals))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1048576");
  }

  private static byte[] frame(byte form, byte[] body) {
    byte[] bytes = new byte[HEADER + body.length];
    bytes[0] = form;
    System.arraycopy(body, 0, bytes, HEADER, body.length);
    var crc = new CRC32C();
    crc.update(form);
    crc.update(body);
    ByteBuffer.wrap(bytes).putInt(1, (int) crc.getValue());
    return bytes;
  }

  private static SettledMap bits() {
    return random(new Random(7), 300);
  }

  private static SettledMap runs() {
    var ordinals = new BitSet();
    ordinals.set(3, 2_000);
    ordinals.set(5_000, 8_000);
    return SettledMap.of(ordinals);
  }

  /** Runs of random lengths, from single places to long stretches. */
  static SettledMap random(Random random, int span) {
    var ordinals = new BitSet();
    int longest = 1 << random.nextInt(12);
    int at = random.nextInt(longest);
    while (at < span) {
      int end = Math.min(span, at + 1 + random.nextInt(longest));
      ordinals.set(at, end);
      at = end + 1 + random.nextInt(longest);
    }
    return SettledMap.of(ordinals);
  }
}
