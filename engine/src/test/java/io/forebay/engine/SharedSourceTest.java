/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine;

import static io.forebay.engine.Recorder.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.checkpoint.SettledMap;
import io.forebay.engine.MappingSettings.Builder;
import io.forebay.engine.MappingStatus.ShardStatus;
import io.forebay.handler.BatchHandler;
import io.forebay.handler.BatchResult;
import io.forebay.source.SharedSource.Progress;
import io.forebay.source.SourceException;
import io.forebay.source.SourceException.Kind;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sources that deal their shards out themselves, as a consumer group does. */
class SharedSourceTest {

  @TempDir Path folder;
  private final MemorySource records = new MemorySource("a", "b");
  private EngineHarness at;

  @BeforeEach
  void start() throws Exception {
    at = new EngineHarness(folder);
  }

  @AfterEach
  void stop() {
    at.engine().close();
  }

  @Test
  void shouldReadOnlyWhatIsAssignedAndKeepProgressAtTheSource() {
    SharedMemorySource source = new SharedMemorySource(records, true);
    EngineHarness.appendMany(records, 20);
    records.append("b", "k");
    Mapping mapping = add(source, s -> s.batchSize(6), EngineHarness::success);
    source.members.get(0).assign("a");
    until("a is handled", () -> at.seen.handled.size() == 20);
    until("a is stored", () -> "19".equals(reached(source, "a")));
    assertThat(at.seen.handled).containsExactlyElementsOf(EngineHarness.places("a", 0, 20));
    assertThat(mapping.status().shards()).extracting(ShardStatus::shard).containsExactly("a");
    source.members.get(0).assign("b");
    until("b is handled", () -> at.seen.handled.contains("b/0"));
  }

  @Test
  void shouldGoOnWhereTheSourceSaysAndSkipWhatIsSettledAbove() {
    SharedMemorySource source = new SharedMemorySource(records, true);
    EngineHarness.appendMany(records, 10);
    BitSet above = new BitSet();
    above.set(1); // offset 5: counted by offset from 3 on
    source.progress.put("a", new Progress("3", SettledMap.of(above).encode()));
    add(source, s -> s, EngineHarness::success);
    source.members.get(0).assign("a");
    until("the rest is handled", () -> at.seen.handled.size() == 5);
    assertThat(at.seen.handled).containsExactly("a/4", "a/6", "a/7", "a/8", "a/9");
  }

  @Test
  void shouldReleaseARevokedShardOnlyWhenNothingOfItIsInFlight() {
    SharedMemorySource source = new SharedMemorySource(records, true);
    EngineHarness.appendMany(records, 10);
    CountDownLatch mayEnd = new CountDownLatch(1);
    add(
        source,
        s -> s.batchSize(4),
        (batch, context) -> {
          mayEnd.await();
          return BatchResult.success();
        });
    source.members.get(0).assign("a");
    until("a batch runs", () -> !at.seen.calls.isEmpty());
    AtomicBoolean released = new AtomicBoolean();
    source.members.get(0).revoke(() -> released.set(true), "a", "b");
    until("it is shown no more", () -> status().shards().isEmpty());
    assertThat(released).isFalse();
    mayEnd.countDown();
    until("it is released", released::get);
    // One batch, and those behind it that began before the worker heard of the end.
    assertThat(reached(source, "a")).isEqualTo(String.valueOf(at.seen.handled.size() - 1));
    source.members.get(0).assign("a");
    until("the rest is handled", () -> at.seen.handled.size() == 10);
    assertThat(at.seen.handled).containsExactlyElementsOf(EngineHarness.places("a", 0, 10));
  }

  @Test
  void shouldCommitNothingOfALostShardAndReadItAnewWhenItComesBack() {
    SharedMemorySource source = new SharedMemorySource(records, true);
    EngineHarness.appendMany(records, 4);
    CountDownLatch mayEnd = new CountDownLatch(1);
    add(
        source,
        s -> s,
        (batch, context) -> {
          if (mayEnd.getCount() > 0) {
            mayEnd.await();
          }
          return BatchResult.success();
        });
    source.members.get(0).assign("a");
    until("a batch runs", () -> at.seen.calls.size() == 1);
    String before = reached(source, "a");
    source.members.get(0).lose("a");
    until("it is shown no more", () -> status().shards().isEmpty());
    mayEnd.countDown();
    source.members.get(0).assign("a");
    until("it is read anew", () -> "3".equals(reached(source, "a")));
    assertThat(before).isEqualTo("-1");
    assertThat(status().state()).isEqualTo(MappingState.ENABLED);
    assertThat(at.seen.calls).hasSizeGreaterThanOrEqualTo(2);
  }

  @Test
  void shouldTakeALeaseForEachShardAtTheEnginesStore() throws Exception {
    SharedMemorySource source = new SharedMemorySource(records, false);
    EngineHarness.appendMany(records, 50);
    for (int i = 0; i < 50; i++) {
      records.append("b", "k");
    }
    try (Engine other = at.newEngine()) {
      add(source, s -> s.batchSize(5), EngineHarness::success);
      other.add(definition(source, s -> s.batchSize(5), EngineHarness::success));
      until("both have joined", () -> source.members.size() == 2);
      source.members.get(0).assign("a");
      source.members.get(1).assign("b");
      until("all is handled", () -> at.seen.handled.size() == 100);
      until("a is stored", () -> "49".equals(records.settledThrough.get("a")));
      until("b is stored", () -> "49".equals(records.settledThrough.get("b")));
      CountDownLatch released = new CountDownLatch(1);
      source.members.get(0).revoke(released::countDown, "a");
      released.await();
      records.append("a", "k");
      source.members.get(1).assign("a");
      until("a is read by the other", () -> "50".equals(records.settledThrough.get("a")));
    }
    assertThat(at.seen.handled).doesNotHaveDuplicates().hasSize(101);
  }

  @Test
  void shouldStopReadingAShardThatAnotherEngineHasTakenAtTheStore() throws Exception {
    SharedMemorySource source = new SharedMemorySource(records, false);
    EngineHarness.appendMany(records, 10);
    try (Engine other = at.newEngine()) {
      add(source, s -> s, EngineHarness::success);
      other.add(definition(source, s -> s, EngineHarness::success));
      until("both have joined", () -> source.members.size() == 2);
      source.members.get(0).assign("a");
      until("a is stored", () -> "9".equals(records.settledThrough.get("a")));
      source.members.get(1).assign("a"); // the first has not noticed that it lost it
      until("the other has it", () -> other.mapping("test").get().status().shards().size() == 1);
      EngineHarness.appendMany(records, 10);
      until(
          "the first has noticed",
          () -> status().shards().stream().anyMatch(s -> s.problem().contains("LEASE_LOST")));
      until("a is stored by the other", () -> "19".equals(records.settledThrough.get("a")));
    }
    assertThat(status().state()).isEqualTo(MappingState.ENABLED);
  }

  @Test
  void shouldBeginWhereTheSourceIsFurtherThanTheStore() {
    SharedMemorySource source = new SharedMemorySource(records, false);
    EngineHarness.appendMany(records, 10);
    add(source, s -> s, EngineHarness::success);
    source.members.get(0).assign("a");
    until("a is stored", () -> "9".equals(records.settledThrough.get("a")));
    CountDownLatch released = new CountDownLatch(1);
    source.members.get(0).revoke(released::countDown, "a");
    until("it is released", () -> released.getCount() == 0);
    EngineHarness.appendMany(records, 10); // handled elsewhere, with another store
    source.progress.put("a", new Progress("14", new byte[0]));
    source.members.get(0).assign("a");
    until("the rest is handled", () -> at.seen.handled.size() == 15);
    assertThat(at.seen.handled.subList(10, 15))
        .containsExactlyElementsOf(EngineHarness.places("a", 15, 20));
  }

  @Test
  void shouldShowTheSourcesFaultsWithTheirCodes() {
    SharedMemorySource source = new SharedMemorySource(records, true);
    add(source, s -> s, EngineHarness::success);
    source.members.get(0).fault(Optional.of(new SourceException(Kind.UNAUTHENTICATED, "no")));
    until("it is told", () -> status().problem().equals("EVENT_SOURCE_AUTHN_ERROR: no"));
    source.members.get(0).fault(Optional.empty());
    until("it is over", () -> status().problem().isEmpty());
    assertThat(at.seen.problems).containsExactly("EVENT_SOURCE_AUTHN_ERROR: no");
  }

  @Test
  void shouldNeedNoCheckpointStoreWhereTheSourceKeepsProgress() {
    SharedMemorySource source = new SharedMemorySource(records, true);
    EngineHarness.appendMany(records, 10);
    try (Engine bare = Engine.builder().listener(at.seen).start()) {
      bare.add(definition(source, s -> s, EngineHarness::success));
      until("it has joined", () -> !source.members.isEmpty());
      source.members.get(0).assign("a");
      until("a is stored", () -> "9".equals(reached(source, "a")));
      Mapping other =
          bare.add(
              MappingDefinition.of(
                  MappingSettings.named("other", MemorySource.TRAITS).build(),
                  MemorySource.TRAITS,
                  records::open,
                  EngineHarness::success));
      until("it is told", () -> other.status().reason().contains("built without one"));
    }
  }

  @Test
  void shouldDrainWhenPausedAndJoinAgainWhenResumed() {
    SharedMemorySource source = new SharedMemorySource(records, true);
    EngineHarness.appendMany(records, 10);
    Mapping mapping = add(source, s -> s.batchSize(3), EngineHarness::success);
    source.members.get(0).assign("a");
    until("all is handled", () -> at.seen.handled.size() == 10);
    mapping.pause().toCompletableFuture().join();
    assertThat(source.members).isEmpty();
    assertThat(reached(source, "a")).isEqualTo("9");
    EngineHarness.appendMany(records, 1);
    mapping.resume().toCompletableFuture().join();
    source.members.get(0).assign("a");
    until("the new one is handled", () -> at.seen.handled.size() == 11);
    assertThat(at.seen.handled).containsExactlyElementsOf(EngineHarness.places("a", 0, 11));
  }

  private Mapping add(
      SharedMemorySource source, UnaryOperator<Builder> settings, BatchHandler handler) {
    Mapping mapping = at.engine().add(definition(source, settings, handler));
    until("it has joined", () -> !source.members.isEmpty());
    return mapping;
  }

  private static MappingDefinition definition(
      SharedMemorySource source, UnaryOperator<Builder> settings, BatchHandler handler) {
    return MappingDefinition.of(
        settings.apply(MappingSettings.named("test", SharedMemorySource.TRAITS)).build(),
        SharedMemorySource.TRAITS,
        source::open,
        handler);
  }

  private MappingStatus status() {
    return at.engine().mapping("test").orElseThrow().status();
  }

  private static String reached(SharedMemorySource source, String shard) {
    Progress progress = source.progress.get(shard);
    return progress == null ? "nothing" : progress.reached();
  }
}
