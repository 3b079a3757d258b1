/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine.meter;

import io.forebay.engine.Meter;

/**
 * One thread's counters of one mapping. That thread writes; any thread reads, through {@link
 * MappingMeters}.
 */
@SuppressWarnings("EnumOrdinal") // cells live in memory only, where an ordinal is a place like any
public final class MeterWriter {

  private static final int METERS = Meter.values().length;
  private static final int BATCH_SIZES = METERS;
  private static final int INVOCATION_MILLIS = BATCH_SIZES + Buckets.CELLS;

  private final MeterCells cells = new MeterCells(INVOCATION_MILLIS + Buckets.CELLS);

  MeterWriter() {}

  /** Counts. */
  public void add(Meter meter, long amount) {
    cells.add(meter.ordinal(), amount);
  }

  /** Notes the size of a batch, in records. */
  public void batchSize(int records) {
    Buckets.add(cells, BATCH_SIZES, records);
  }

  /** Notes how long an invocation took, in milliseconds. */
  public void invocationMillis(long millis) {
    Buckets.add(cells, INVOCATION_MILLIS, millis);
  }

  long get(Meter meter) {
    return cells.get(meter.ordinal());
  }

  void readBatchSizes(long[] into) {
    Buckets.read(cells, BATCH_SIZES, into);
  }

  void readInvocationMillis(long[] into) {
    Buckets.read(cells, INVOCATION_MILLIS, into);
  }
}
