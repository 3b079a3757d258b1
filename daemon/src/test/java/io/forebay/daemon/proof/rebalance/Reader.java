/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.proof.rebalance;

import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.daemon.proof.Until;
import io.forebay.engine.Engine;
import io.forebay.engine.Mapping;
import io.forebay.engine.MappingDefinition;
import io.forebay.engine.MappingSettings;
import io.forebay.engine.MappingStatus;
import io.forebay.handler.Batch;
import io.forebay.handler.BatchResult;
import io.forebay.handler.SourceRecord;
import io.forebay.kafka.KafkaEventSourceFactory;
import io.forebay.source.ReadFrom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/** An engine of this process that reads a topic as a group of the same name, and remembers. */
final class Reader implements AutoCloseable {

  private final ConcurrentLinkedQueue<String> handled = new ConcurrentLinkedQueue<>();
  private final Engine engine = Engine.builder().start();
  private final Mapping mapping;
  private final Runnable before;

  /**
   * Begins to read.
   *
   * @param before what a handler does before it notes a batch down
   * @param source settings of the source besides bootstrap servers, topic and group
   */
  Reader(String servers, String topic, ReadFrom start, Runnable before, Map<String, ?> source) {
    this.before = before;
    KafkaEventSourceFactory kafka = new KafkaEventSourceFactory();
    MappingSettings settings =
        MappingSettings.named(topic, kafka)
            .maximumBatchingWindow(Duration.ZERO)
            .startFrom(start)
            .build();
    Map<String, Object> all = new HashMap<>(source);
    all.putAll(Map.of("bootstrapServers", servers, "topic", topic));
    mapping =
        engine.add(MappingDefinition.of(settings, kafka, all, (batch, context) -> handle(batch)));
  }

  private BatchResult handle(Batch batch) {
    before.run();
    for (SourceRecord rec : batch) {
      handled.add(rec.dataText());
    }
    return BatchResult.success();
  }

  MappingStatus status() {
    return mapping.status();
  }

  /** Waits until it says that something is wrong, in these words among others. */
  void awaitProblem(String words) throws Exception {
    boolean told = Until.within(60_000, () -> problem().contains(words));
    assertThat(told).as("'%s' in %s", words, status()).isTrue();
  }

  /** Waits until it reads again, and says of no problem. */
  void awaitWell() throws Exception {
    boolean well = Until.within(60_000, () -> problem().isEmpty() && !status().shards().isEmpty());
    assertThat(well).as("well: %s", status()).isTrue();
  }

  /** Waits until these were handled, and makes sure that none was twice and none besides. */
  void awaitHandledOnce(List<String> wanted) throws Exception {
    boolean all = Until.within(60_000, () -> handled.size() >= wanted.size());
    assertThat(all).as("%d of %d; %s", handled.size(), wanted.size(), status()).isTrue();
    assertThat(new ArrayList<>(handled)).containsExactlyInAnyOrderElementsOf(wanted);
  }

  /** Waits until these were handled, each at least once. */
  void awaitHandled(List<String> wanted) throws Exception {
    boolean all = Until.within(60_000, () -> Set.copyOf(handled).containsAll(wanted));
    assertThat(all).as("all %d in %s; %s", wanted.size(), handled, status()).isTrue();
  }

  /** Forgets what was handled so far. */
  void forget() {
    handled.clear();
  }

  @Override
  public void close() {
    engine.close();
  }

  private String problem() {
    return status().problem();
  }
}
