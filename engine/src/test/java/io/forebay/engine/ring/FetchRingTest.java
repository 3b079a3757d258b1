/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine.ring;

import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.engine.agent.Doorbell;
import io.forebay.engine.simulation.SimRecord;
import io.forebay.handler.SourceRecord;
import io.forebay.source.Fetch;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FetchRingTest {

  private final FetchRing ring = new FetchRing(new Doorbell());
  private final List<String> seen = new ArrayList<>();
  private final FetchTarget target =
      new FetchTarget() {
        @Override
        public void onOpened(String startedAfter, boolean exact) {
          seen.add("opened after " + startedAfter);
        }

        @Override
        public void onFetch(Fetch fetch) {
          seen.add("fetch of " + fetch.records().size());
        }
      };

  @Test
  void shouldDeliverInTheOrderOfPublishing() {
    ring.publishOpened(target, "7", true);
    ring.publish(target, fetch());
    ring.publish(target, Fetch.nothing());
    assertThat(ring.used()).isEqualTo(3);
    assertThat(ring.drain(2)).isEqualTo(2);
    assertThat(seen).containsExactly("opened after 7", "fetch of 1");
    assertThat(ring.isEmpty()).isFalse();
    assertThat(ring.drain(10)).isEqualTo(1);
    assertThat(ring.isEmpty()).isTrue();
    assertThat(ring.used()).isZero();
  }

  @Test
  void shouldKeepNothingAliveOnceItIsDelivered() {
    WeakReference<Fetch> fetch = publishOne();
    ring.drain(1);
    for (int i = 0; i < 100 && fetch.get() != null; i++) {
      System.gc();
    }
    assertThat(fetch.get()).isNull();
  }

  @Test
  void shouldMakeAPumpWaitWhileItIsFull() throws Exception {
    for (int i = 0; i < FetchRing.SLOTS; i++) {
      ring.publish(target, Fetch.nothing());
    }
    Thread pump = new Thread(() -> ring.publish(target, fetch()));
    pump.start();
    while (pump.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    int taken = ring.drain(FetchRing.SLOTS);
    pump.join();
    assertThat(taken + ring.drain(FetchRing.SLOTS)).isEqualTo(FetchRing.SLOTS + 1);
  }

  private WeakReference<Fetch> publishOne() {
    Fetch fetch = fetch();
    ring.publish(target, fetch);
    return new WeakReference<>(fetch);
  }

  private static Fetch fetch() {
    List<SourceRecord> records = new ArrayList<>();
    records.add(new SimRecord("s", 0, "k", 0, 1));
    return new Fetch(records, 2, Fetch.Progress.MORE);
  }
}
