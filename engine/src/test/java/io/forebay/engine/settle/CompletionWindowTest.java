/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine.settle;

import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.checkpoint.SettledMap;
import io.forebay.engine.settle.CompletionWindow.Numbering;
import io.forebay.engine.simulation.SimRecord;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class CompletionWindowTest {

  private CompletionWindow window = new CompletionWindow(SettledMap.EMPTY, Numbering.PLACES);
  private long freed;
  private int tracked;

  @Test
  void shouldReachNothingBeforeTheFirstIsSettled() {
    track(3);
    window.startAfter("start");
    window.settle(1);
    window.settle(2);
    assertThat(advance()).isZero();
    assertThat(window.reachedPosition()).isEqualTo("start");
    assertThat(window.settledMap().toBitSet()).isEqualTo(bits(1, 2));
  }

  @Test
  void shouldReachOverAllThatIsSettledOnceTheGapCloses() {
    track(4);
    window.settle(1);
    window.settle(2);
    advance();
    window.settle(0);
    assertThat(advance()).isEqualTo(3);
    assertThat(window.reachedPosition()).isEqualTo("2");
    assertThat(window.open()).isEqualTo(1);
    assertThat(window.settledMap().isEmpty()).isTrue();
    assertThat(freed).isEqualTo(3 * 6);
  }

  @Test
  void shouldGrowWhileSettledPlacesAreAhead() {
    track(1000);
    for (int place = 1; place < 1000; place += 2) {
      window.settle(place);
    }
    track(1000);
    BitSet expected = new BitSet();
    for (int place = 1; place < 1000; place += 2) {
      expected.set(place);
    }
    assertThat(window.settledMap().toBitSet()).isEqualTo(expected);
    assertThat(window.record(1999).position()).isEqualTo("1999");
  }

  @Test
  void shouldKeepWhatTheStoredMapSaysUntilItIsReadAgain() {
    window = new CompletionWindow(SettledMap.of(bits(1, 5)), Numbering.PLACES);
    track(1);
    assertThat(window.settledBefore(0)).isFalse();
    assertThat(window.settledBefore(1)).isTrue();
    window.settle(0);
    advance();
    assertThat(window.settledMap().toBitSet()).isEqualTo(bits(0, 4));
  }

  @Test
  void shouldTrustNoMapWhenRecordsAreMissing() {
    window = new CompletionWindow(SettledMap.of(bits(0)), Numbering.PLACES);
    window.forgetRestored();
    track(1);
    assertThat(window.settledBefore(0)).isFalse();
    assertThat(window.settledMap().isEmpty()).isTrue();
  }

  private int advance() {
    int moved = window.advance();
    freed += window.takeFreedBytes();
    return moved;
  }

  private void track(int count) {
    for (int i = 0; i < count; i++) {
      SimRecord rec = new SimRecord("s", tracked++, "k", 0, 5);
      window.track(List.of(rec), rec.size());
    }
  }

  private static BitSet bits(int... set) {
    BitSet bits = new BitSet();
    for (int bit : set) {
      bits.set(bit);
    }
    return bits;
  }
}
