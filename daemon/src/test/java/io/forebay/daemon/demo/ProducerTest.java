/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ProducerTest {

  private static final int ROUNDS = 2;

  private final Script script = script();

  @Test
  void shouldAppendTheWholeScriptInOrder() throws Exception {
    MemoryStream flights = new MemoryStream(4);
    MemoryStream reports = new MemoryStream(1);

    Producer producer = produce(flights, reports);

    assertThat(producer.finished()).isTrue();
    long sum = 0;
    for (int shard = 0; shard < 4; shard++) {
      assertThat(producer.appended(shard)).isEqualTo(script.totals(flights)[shard]);
      sum += flights.count(shard);
      assertThat(flights.records(shard).stream().map(ProducerTest::number)).isSorted();
    }
    assertThat(sum).isEqualTo(script.total()).isEqualTo(40_000);
    assertThat(producer.appendedReports()).isEqualTo(ManualReport.COUNT);
  }

  @Test
  void shouldGoOnExactlyWhereItsPredecessorWasStopped() throws Exception {
    MemoryStream flights = new MemoryStream(4);
    MemoryStream reports = new MemoryStream(1);
    for (long room : new long[] {1, 999, 17_001, 12_345}) {
      flights.makeRoomFor(room);
      Producer stopped = produce(flights, reports);
      assertThat(stopped.failure()).isPresent();
    }
    flights.makeRoomFor(Long.MAX_VALUE);

    assertThat(produce(flights, reports).finished()).isTrue();

    MemoryStream inOneGo = new MemoryStream(4);
    MemoryStream reportsInOneGo = new MemoryStream(1);
    produce(inOneGo, reportsInOneGo);
    for (int shard = 0; shard < 4; shard++) {
      assertThat(flights.records(shard)).containsExactlyElementsOf(inOneGo.records(shard));
    }
    assertThat(reports.records(0)).containsExactlyElementsOf(reportsInOneGo.records(0));
  }

  @Test
  void shouldKeepToItsRate() throws Exception {
    MemoryStream flights = new MemoryStream(4);
    Producer producer = new Producer(script, flights, new MemoryStream(1), 2_000);

    long begin = System.nanoTime();
    producer.start();
    while (appended(producer) < 400) {
      LockSupport.parkNanos(1_000_000);
    }
    long sum = appended(producer);
    double seconds = (System.nanoTime() - begin) / 1e9;
    producer.stop();

    assertThat(sum).isLessThanOrEqualTo((long) (2_000 * seconds) + 500);
    assertThat(producer.finished()).isFalse();
  }

  private static long appended(Producer producer) {
    long sum = 0;
    for (int shard = 0; shard < 4; shard++) {
      sum += producer.appended(shard);
    }
    return sum;
  }

  private Producer produce(MemoryStream flights, MemoryStream reports) throws Exception {
    Producer producer = new Producer(script, flights, reports, 0);
    producer.start();
    while (!producer.finished() && producer.failure().isEmpty()) {
      LockSupport.parkNanos(1_000_000);
    }
    return producer;
  }

  private static long number(byte[] flight) {
    try {
      return new FlightReader().read(flight).number();
    } catch (MalformedFlightException e) {
      throw new AssertionError(e);
    }
  }

  private static Script script() {
    try {
      List<Flight> flights = FlightData.load();
      return new Script(flights, ManualReport.all(flights), ROUNDS);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
