/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.engine.simulation.SimRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class KeySlotsTest {

  private final KeySlots slots = new KeySlots(new PayloadSize(0));
  private final Map<Long, String> keys = new HashMap<>();
  private long next;

  @Test
  void shouldFillABatchWithDifferentKeysInShardOrder() {
    add("a", "b", "c", "d");
    assertThat(slots.take(3, 1000).places()).containsExactly(0, 1, 2);
  }

  @Test
  void shouldTakeSeveralRecordsOfOneKeyIntoOneBatch() {
    add("a", "a", "b");
    assertThat(slots.take(10, 1000).places()).containsExactly(0, 1, 2);
  }

  @Test
  void shouldHoldBackAKeyThatIsInFlight() {
    add("a", "b");
    Places first = slots.take(1, 1000);
    add("a");
    assertThat(slots.ready()).isEqualTo(1);
    assertThat(slots.take(10, 1000).places()).containsExactly(1);
    assertThat(slots.ready()).isZero();
    slots.release(first.slots());
    assertThat(slots.take(10, 1000).places()).containsExactly(2);
  }

  @Test
  void shouldKeepTheRestOfAKeyForTheNextBatchWhenTheFirstIsFull() {
    add("a", "a", "a", "b");
    Places first = slots.take(2, 1000);
    assertThat(first.places()).containsExactly(0, 1);
    assertThat(slots.take(10, 1000).places()).containsExactly(3);
    slots.release(first.slots());
    assertThat(slots.take(10, 1000).places()).containsExactly(2);
  }

  @Test
  void shouldStayWithinTheBytes() {
    add("a", "b", "c");
    assertThat(slots.reaches(36)).isTrue(); // 12 bytes each as base64
    assertThat(slots.reaches(37)).isFalse();
    assertThat(slots.take(10, 25).places()).hasSize(2);
    assertThat(slots.reaches(12)).isTrue();
    assertThat(slots.reaches(13)).isFalse();
  }

  @Test
  void shouldTakeARecordAloneThatIsLargerThanTheLimit() {
    add("a", "b");
    assertThat(slots.take(10, 5).places()).hasSize(1);
  }

  @Test
  void shouldLetAHotKeyWaitItsTurn() {
    for (int i = 0; i < 100; i++) {
      add("hot");
    }
    add("cold");
    Places hot = slots.take(10, 1_000_000);
    slots.release(hot.slots());
    List<String> second = keysOf(slots.take(10, 1_000_000));
    assertThat(second).contains("cold"); // the hot key went to the end of the line
  }

  @Test
  void shouldNeverHaveAKeyInTwoBatchesNorOutOfOrderWhateverTheMix() {
    for (long seed = 0; seed < 300; seed++) {
      randomRun(seed);
    }
  }

  private static void randomRun(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    KeySlotsTest run = new KeySlotsTest();
    List<Places> out = new ArrayList<>();
    Map<String, Long> lastOf = new HashMap<>();
    int left = 500;
    int taken = 0;
    while (taken < 500 || !out.isEmpty()) {
      int dice = random.nextInt(3);
      if (dice == 0 && left > 0) {
        left--;
        run.add("k" + random.nextInt(1 + random.nextInt(30)));
      } else if (dice == 1 && run.slots.ready() > 0) {
        Places batch = run.slots.take(1 + random.nextInt(8), 12L * (1 + random.nextInt(8)));
        taken += batch.places().length;
        for (long place : batch.places()) {
          String key = run.keys.get(place);
          assertThat(lastOf.getOrDefault(key, -1L))
              .as("seed %s, key %s", seed, key)
              .isLessThan(place);
          lastOf.put(key, place);
          assertThat(out.stream().flatMap(p -> run.keysOf(p).stream())).doesNotContain(key);
        }
        out.add(batch);
      } else if (!out.isEmpty()) {
        run.slots.release(out.remove(random.nextInt(out.size())).slots());
      }
    }
    assertThat(run.slots.ready()).isZero();
    assertThat(run.slots.reaches(1)).isFalse();
  }

  private List<String> keysOf(Places places) {
    return Arrays.stream(places.places()).mapToObj(keys::get).toList();
  }

  private void add(String... names) {
    for (String name : names) {
      keys.put(next, name);
      slots.add(next, new SimRecord("s", (int) next, name, 0, 6));
      next++;
    }
  }
}
