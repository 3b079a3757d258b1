/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.source.SourceTraits.WindowClock;
import org.junit.jupiter.api.Test;

/** The window clock of each kind of source (rule 2.1). */
class BatchWindowTest {

  @Test
  void shouldRunFromTheEndOfThePreviousInvocation() {
    BatchWindow window = new BatchWindow(WindowClock.PREVIOUS_INVOCATION_ENDED, 100);
    window.onOpened(0);
    assertThat(window.over(99)).isFalse();
    assertThat(window.over(100)).isTrue();
    window.onFormed(100, false);
    assertThat(window.over(150)).isTrue();
    window.onInvocationEnded(200);
    assertThat(window.over(299)).isFalse();
    assertThat(window.over(300)).isTrue();
  }

  @Test
  void shouldRunFromTheFormingOfThePreviousBatch() {
    BatchWindow window = new BatchWindow(WindowClock.PREVIOUS_BATCH_FORMED, 100);
    window.onOpened(0);
    window.onFormed(100, true);
    window.onInvocationEnded(190);
    assertThat(window.over(199)).isFalse();
    assertThat(window.over(200)).isTrue();
  }

  @Test
  void shouldRunFromTheFirstRecord() {
    BatchWindow window = new BatchWindow(WindowClock.FIRST_RECORD, 100);
    window.onOpened(0);
    assertThat(window.running()).isFalse();
    window.onFirstRecord(1000);
    assertThat(window.over(1099)).isFalse();
    assertThat(window.over(1100)).isTrue();
    window.onFormed(1100, false);
    assertThat(window.running()).isFalse();
    window.onFirstRecord(2000);
    window.onFormed(2100, true);
    assertThat(window.endsAtNanos()).isEqualTo(2200);
  }

  @Test
  void shouldBeOverAtOnceWithoutAWindow() {
    BatchWindow window = new BatchWindow(WindowClock.PREVIOUS_INVOCATION_ENDED, 0);
    window.onOpened(5);
    assertThat(window.over(5)).isTrue();
  }
}
