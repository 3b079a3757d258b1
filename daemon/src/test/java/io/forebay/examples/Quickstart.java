/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.examples;

import io.forebay.checkpoint.sqlite.SqliteCheckpointStore;
import io.forebay.chronicle.ChronicleEventSourceFactory;
import io.forebay.engine.Engine;
import io.forebay.engine.MappingDefinition;
import io.forebay.engine.MappingSettings;
import io.forebay.handler.BatchHandler;
import io.forebay.handler.BatchResult;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** The embedding example of README.md: {@link ReadmeTest} compares the two and runs it. */
final class Quickstart {

  private Quickstart() {}

  static void run(Path data, CountDownLatch stop) throws Exception {
    // quickstart: begin
    var streams = new ChronicleEventSourceFactory();
    var settings = MappingSettings.named("orders", streams).maximumRetryAttempts(3).build();
    var store = SqliteCheckpointStore.open(data.resolve("forebay.db"));
    var place = Map.of("path", data.resolve("orders"));
    BatchHandler printer =
        (batch, context) -> {
          batch.forEach(rec -> System.out.println(rec.keyText() + ": " + rec.dataText()));
          return BatchResult.success();
        };
    try (var engine = Engine.builder().checkpoints(store).start()) {
      engine.add(MappingDefinition.of(settings, streams, place, printer));
      stop.await();
    } // drains: running invocations may end, progress is stored
    // quickstart: end
  }
}
