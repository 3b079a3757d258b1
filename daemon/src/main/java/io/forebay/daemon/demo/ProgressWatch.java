/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads how far a run is. It reads the handlers' files, not the engine's memory: what it shows
 * would still be there after a kill. Confined to one thread.
 */
final class ProgressWatch {

  private static final double NANOS_PER_SECOND = 1e9;

  private final DemoFolder folder;
  private final Script script;
  private final DemoStream flights;
  private final Producer producer;
  private final long[] totals;
  private final long begin = System.nanoTime();
  private long lastAt = begin;
  private long lastHandled = -1;
  private double perSecond;

  ProgressWatch(DemoFolder folder, Script script, DemoStream flights, Producer producer) {
    this.folder = folder;
    this.script = script;
    this.flights = flights;
    this.producer = producer;
    totals = script.totals(flights);
  }

  Progress read() throws IOException {
    List<Progress.Part> shards = new ArrayList<>();
    for (int shard = 0; shard < totals.length; shard++) {
      Path file = DemoFolder.figuresFile(folder.figures(), flights.shardId(shard));
      ShardFigures.Counts counts = ShardFigures.load(file).counts();
      shards.add(
          new Progress.Part(
              "flights " + flights.shardId(shard),
              producer.appended(shard),
              counts.handled(),
              counts.again(),
              totals[shard]));
    }
    ReportCount count = ReportCount.load(DemoFolder.reportsFile(folder.figures()));
    Progress.Part reports =
        new Progress.Part(
            "manual reports",
            producer.appendedReports(),
            count.handled(),
            count.again(),
            script.reports().size());
    long discarded = DiscardFile.read(folder.discarded()).records().size();
    return timed(new Progress(List.copyOf(shards), reports, discarded, 0, 0));
  }

  private Progress timed(Progress progress) {
    long now = System.nanoTime();
    long handled = progress.handled();
    if (lastHandled >= 0 && now > lastAt) {
      double fresh = (handled - lastHandled) * NANOS_PER_SECOND / (now - lastAt);
      perSecond = perSecond == 0 ? fresh : (perSecond + fresh) / 2;
    }
    lastAt = now;
    lastHandled = handled;
    return new Progress(
        progress.shards(),
        progress.reports(),
        progress.discarded(),
        (now - begin) / NANOS_PER_SECOND,
        perSecond);
  }
}
