/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine;

import io.forebay.checkpoint.sqlite.SqliteCheckpointStore;
import io.forebay.engine.MappingSettings.Builder;
import io.forebay.handler.Batch;
import io.forebay.handler.BatchHandler;
import io.forebay.handler.BatchResult;
import io.forebay.handler.InvocationContext;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** An engine under test that can be stopped and started over the same checkpoint file. */
final class EngineHarness {

  final Recorder seen = new Recorder();
  private final Path folder;
  private Engine engine;

  EngineHarness(Path folder) throws Exception {
    this.folder = folder;
    engine = newEngine();
  }

  Engine engine() {
    return engine;
  }

  void restart() throws Exception {
    restart(EngineSettings.defaults());
  }

  void restart(EngineSettings settings) throws Exception {
    engine = newEngine(settings);
  }

  /** One more engine over the same checkpoint file. */
  Engine newEngine() throws Exception {
    return newEngine(EngineSettings.defaults());
  }

  long count(Meter meter) {
    return engine.meters().mappings().get(0).counts().get(meter);
  }

  static MappingDefinition mapping(
      MemorySource source, UnaryOperator<Builder> settings, BatchHandler handler) {
    return MappingDefinition.of(
        settings.apply(MappingSettings.named("test", MemorySource.TRAITS)).build(),
        MemorySource.TRAITS,
        source::open,
        handler);
  }

  static BatchResult success(Batch batch, InvocationContext context) {
    return BatchResult.success();
  }

  static void appendMany(MemorySource source, int count) {
    for (int i = 0; i < count; i++) {
      source.append("a", "k" + i % 7);
    }
  }

  static List<String> places(String shard, int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> shard + "/" + i).toList();
  }

  private Engine newEngine(EngineSettings settings) throws Exception {
    return Engine.builder()
        .settings(settings)
        .checkpoints(SqliteCheckpointStore.open(folder.resolve("checkpoints.db")))
        .listener(seen)
        .start();
  }
}
