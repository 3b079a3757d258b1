/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.demo;

import io.forebay.handler.Batch;
import io.forebay.handler.BatchHandler;
import io.forebay.handler.BatchResult;
import io.forebay.handler.InvocationContext;
import io.forebay.handler.SourceRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Computes each airport's delay figures, in a file a shard. */
final class FlightDelaysHandler implements BatchHandler {

  private final Path folder;
  private final FlightReader reader = new FlightReader();
  private final Map<String, ShardFigures> shards = new ConcurrentHashMap<>();

  FlightDelaysHandler(Path folder) {
    this.folder = folder;
  }

  @Override
  public BatchResult handle(Batch batch, InvocationContext context)
      throws MalformedFlightException, IOException {
    List<NumberedFlight> flights = new ArrayList<>(batch.size());
    for (SourceRecord source : batch) {
      flights.add(reader.read(source));
    }
    shards.computeIfAbsent(batch.shard(), this::load).add(flights);
    return BatchResult.success();
  }

  private ShardFigures load(String shard) {
    try {
      return ShardFigures.load(DemoFolder.figuresFile(folder, shard));
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }
}
