/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine.worker;

import io.forebay.engine.Meter;
import io.forebay.engine.batch.Gathering;
import io.forebay.engine.settle.CompletionWindow;
import io.forebay.handler.SourceRecord;
import java.util.List;

/**
 * Takes records in: gives each its place, and lets those wait for a batch that are neither settled
 * since before a restart nor filtered out. Confined to the worker.
 */
final class Intake {

  private final ShardScope scope;
  private final CompletionWindow window;
  private final Gathering gathering;

  Intake(ShardScope scope, CompletionWindow window, Gathering gathering) {
    this.scope = scope;
    this.window = window;
    this.gathering = gathering;
  }

  /** Takes these in; returns how many were settled by that. */
  int take(List<SourceRecord> records) {
    MappingScope mapping = scope.mapping();
    int skipped = 0;
    int filtered = 0;
    for (int i = 0; i < records.size(); i++) {
      SourceRecord rec = records.get(i);
      long place = window.track(rec);
      if (window.settledBefore(place)) {
        window.settle(place);
        skipped++;
      } else if (!mapping.filter().accepts(rec)) {
        window.settle(place);
        filtered++;
      } else {
        gathering.add(place, rec, mapping.payload().of(rec));
      }
    }
    scope.meters().add(Meter.RECORDS_SKIPPED, skipped);
    scope.meters().add(Meter.RECORDS_FILTERED, filtered);
    return skipped + filtered;
  }
}
