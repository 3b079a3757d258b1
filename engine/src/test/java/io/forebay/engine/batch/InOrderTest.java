/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.engine.simulation.SimRecord;
import io.forebay.handler.SourceRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class InOrderTest {

  private final List<Long> sizes = new ArrayList<>();
  private final InOrder waiting = new InOrder(place -> sizes.get((int) place));

  @Test
  void shouldTakeAsManyAsFitInTheOrderTheyCame() {
    addAll(10, 10, 10);
    assertThat(waiting.take(2, 1000).places()).containsExactly(0, 1);
    assertThat(waiting.take(2, 1000).places()).containsExactly(2);
    assertThat(waiting.ready()).isZero();
  }

  @Test
  void shouldMeasureRecordsOnceTheBoundIsOverTheLimit() {
    addAll(10, 10, 10, 10);
    assertThat(waiting.take(4, 25).places()).containsExactly(0, 1);
    assertThat(waiting.take(4, 5).places()).containsExactly(2); // too large, alone
  }

  @Test
  void shouldSayTruthfullyWhetherItReachesALimitThoughItKeepsBoundsOnly() {
    addAll(10, 10); // the bound says 40
    assertThat(waiting.reaches(30)).isFalse();
    assertThat(waiting.reaches(20)).isTrue();
    assertThat(waiting.reaches(21)).isFalse();
  }

  @Test
  void shouldPassOverPlacesThatWereNeverAdded() {
    sizes.addAll(List.of(1L, 1L, 1L, 1L));
    waiting.add(0, record(0));
    waiting.add(3, record(3));
    assertThat(waiting.take(10, 10).places()).containsExactly(0, 3);
  }

  @Test
  void shouldNeverExceedTheLimitsWhateverTheSizes() {
    SplittableRandom random = new SplittableRandom(11);
    long expected = 0;
    for (int i = 0; i < 2_000; i++) {
      int[] some = random.ints(1 + random.nextInt(5), 1, 50).toArray();
      addAll(some);
      while (waiting.ready() > 20) {
        int limit = 1 + random.nextInt(100);
        long[] places = waiting.take(7, limit).places();
        long sum = 0;
        for (long place : places) {
          assertThat(place).isEqualTo(expected++);
          sum += sizes.get((int) place);
        }
        assertThat(places.length).isBetween(1, 7);
        assertThat(places.length == 1 || sum <= limit).isTrue();
      }
    }
  }

  private void addAll(int... encoded) {
    long first = sizes.size();
    List<SourceRecord> records = new ArrayList<>();
    long bound = 0;
    for (int size : encoded) {
      records.add(record(sizes.size()));
      sizes.add((long) size);
      bound += size * 2L;
    }
    waiting.addAll(first, records, bound);
  }

  private static SourceRecord record(int index) {
    return new SimRecord("s", index, "k", 0, 1);
  }
}
