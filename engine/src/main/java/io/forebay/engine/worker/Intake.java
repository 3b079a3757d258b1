/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine.worker;

import io.forebay.engine.Meter;
import io.forebay.engine.batch.Gathering;
import io.forebay.engine.settle.CompletionWindow;
import io.forebay.handler.SourceRecord;
import io.forebay.source.Fetch;
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
  int take(Fetch fetch) {
    List<SourceRecord> records = fetch.records();
    long first = window.track(records, fetch.bytes());
    if (scope.mapping().filter().acceptsAll() && !window.mayBeSettledBefore(first)) {
      if (!records.isEmpty()) {
        gathering.addAll(
            first, records, scope.mapping().payload().bound(records.size(), fetch.bytes()));
      }
      return 0;
    }
    return select(first, records);
  }

  private int select(long first, List<SourceRecord> records) {
    int skipped = 0;
    int filtered = 0;
    for (int i = 0; i < records.size(); i++) {
      if (window.settledBefore(first + i)) {
        window.settle(first + i);
        skipped++;
      } else if (!scope.mapping().filter().accepts(records.get(i))) {
        window.settle(first + i);
        filtered++;
      } else {
        gathering.add(first + i, records.get(i));
      }
    }
    scope.meters().add(Meter.RECORDS_SKIPPED, skipped);
    scope.meters().add(Meter.RECORDS_FILTERED, filtered);
    return skipped + filtered;
  }
}
