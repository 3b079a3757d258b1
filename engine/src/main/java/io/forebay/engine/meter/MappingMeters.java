/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine.meter;

import io.forebay.engine.Meter;
import io.forebay.engine.MeterSnapshot;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * All counters of one mapping, a writer for each thread that counts. Safe for use by any thread.
 */
public final class MappingMeters {

  private final String mapping;
  private final List<MeterWriter> writers = new CopyOnWriteArrayList<>();

  /** Counters of this mapping, all 0. */
  public MappingMeters(String mapping) {
    this.mapping = mapping;
  }

  /** Counters for one more thread. */
  public MeterWriter newWriter() {
    MeterWriter writer = new MeterWriter();
    writers.add(writer);
    return writer;
  }

  /** The sums up to now. */
  public MeterSnapshot.MappingMeters snapshot() {
    Map<Meter, Long> counts = new EnumMap<>(Meter.class);
    long[] batchSizes = new long[Buckets.CELLS];
    long[] millis = new long[Buckets.CELLS];
    for (Meter meter : Meter.values()) {
      counts.put(meter, writers.stream().mapToLong(writer -> writer.get(meter)).sum());
    }
    for (MeterWriter writer : writers) {
      writer.readBatchSizes(batchSizes);
      writer.readInvocationMillis(millis);
    }
    return new MeterSnapshot.MappingMeters(
        mapping, counts, Buckets.distribution(batchSizes), Buckets.distribution(millis));
  }
}
