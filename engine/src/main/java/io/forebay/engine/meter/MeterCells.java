/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine.meter;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** Counters of one thread: that thread writes, any thread reads. */
final class MeterCells {

  private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(long[].class);

  private final long[] cells;

  /** This many counters, all 0. */
  public MeterCells(int count) {
    cells = new long[count];
  }

  /** Adds; the owning thread only, hence no read-modify-write. */
  public void add(int cell, long amount) {
    CELL.setOpaque(cells, cell, cells[cell] + amount);
  }

  /** Reads; any thread. */
  public long get(int cell) {
    return (long) CELL.getOpaque(cells, cell);
  }
}
