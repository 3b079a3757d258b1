/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine;

import io.forebay.source.FailedBatch;
import io.forebay.source.FailureDestination;
import io.forebay.source.SourceException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A failure destination in memory that can fail. */
final class MemoryDestination implements FailureDestination {

  private final List<FailedBatch> batches = new CopyOnWriteArrayList<>();
  private volatile boolean failing;

  List<FailedBatch> batches() {
    return batches;
  }

  void failing(boolean now) {
    failing = now;
  }

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public void send(FailedBatch batch) throws SourceException {
    if (failing) {
      throw new SourceException(SourceException.Kind.UNAVAILABLE, "the disk is full");
    }
    batches.add(batch);
  }

  @Override
  public void close() {}
}
