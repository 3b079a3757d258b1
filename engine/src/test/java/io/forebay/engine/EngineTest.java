/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine;

import static io.forebay.engine.Recorder.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forebay.handler.AsyncBatchHandler;
import io.forebay.handler.BatchResult;
import io.forebay.source.ReadFrom;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The engine as a user has it: real threads, a real checkpoint store, a source in memory. */
class EngineTest {

  @TempDir Path folder;
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
  void shouldHandleEveryRecordOnceAndInOrder() {
    MemorySource source = new MemorySource("a", "b");
    for (int i = 0; i < 1_000; i++) {
      source.append(i % 2 == 0 ? "a" : "b", "k" + i % 10);
    }
    Mapping mapping =
        at.engine()
            .add(EngineHarness.mapping(source, s -> s.batchSize(30), EngineHarness::success));
    until("all handled", () -> at.seen.handled.size() == 1_000);
    assertThat(at.seen.handled.stream().filter(at -> at.startsWith("a/")))
        .containsExactlyElementsOf(EngineHarness.places("a", 0, 500));
    assertThat(mapping.status().lastProcessingResult()).isEqualTo("OK");
    until("all stored", () -> "499".equals(source.settledThrough.get("b")));
  }

  @Test
  void shouldGoOnAfterTheCheckpointWhenStartedAgain() throws Exception {
    MemorySource source = new MemorySource("a");
    EngineHarness.appendMany(source, 100);
    at.engine().add(EngineHarness.mapping(source, s -> s, EngineHarness::success));
    until("all handled", () -> at.seen.handled.size() == 100);
    at.engine().close();
    EngineHarness.appendMany(source, 50);
    at.restart();
    at.engine().add(EngineHarness.mapping(source, s -> s, EngineHarness::success));
    until("the new ones handled", () -> at.seen.handled.size() == 150);
    assertThat(at.seen.handled).containsExactlyElementsOf(EngineHarness.places("a", 0, 150));
  }

  @Test
  void shouldAwaitAsynchronousHandlers() {
    MemorySource source = new MemorySource("a");
    EngineHarness.appendMany(source, 2);
    CompletableFuture<BatchResult> answer = new CompletableFuture<>();
    AsyncBatchHandler handler = (batch, context) -> answer;
    at.engine()
        .add(
            EngineHarness.mapping(source, s -> s, EngineHarness::success)
                .withHandler("later", () -> handler));
    until("called", () -> at.seen.calls.size() == 1);
    assertThat(at.seen.handled).isEmpty();
    answer.complete(BatchResult.success());
    until("handled", () -> at.seen.handled.size() == 2);
  }

  @Test
  void shouldRunUpToNBatchesOfDifferentKeysTogether() throws Exception {
    MemorySource source = new MemorySource("a");
    for (int i = 0; i < 30; i++) {
      source.append("a", "k" + i);
    }
    CountDownLatch three = new CountDownLatch(3);
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    at.engine()
        .add(
            EngineHarness.mapping(
                source,
                s -> s.batchSize(1).parallelizationFactor(3),
                (batch, context) -> {
                  most.accumulateAndGet(running.incrementAndGet(), Math::max);
                  three.countDown();
                  three.await(10, TimeUnit.SECONDS);
                  running.decrementAndGet();
                  return BatchResult.success();
                }));
    until("all handled", () -> at.seen.handled.size() == 30);
    assertThat(most.get()).isEqualTo(3);
  }

  @Test
  void shouldKeepWithinMaximumConcurrencyOverAllShards() {
    MemorySource source = new MemorySource("a", "b", "c", "d");
    for (int i = 0; i < 40; i++) {
      source.append(List.of("a", "b", "c", "d").get(i % 4), "k");
    }
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    at.engine()
        .add(
            EngineHarness.mapping(
                source,
                s -> s.batchSize(1).maximumConcurrency(2),
                (batch, context) -> {
                  most.accumulateAndGet(running.incrementAndGet(), Math::max);
                  Thread.onSpinWait();
                  running.decrementAndGet();
                  return BatchResult.success();
                }));
    until("all handled", () -> at.seen.handled.size() == 40);
    assertThat(most.get()).isLessThanOrEqualTo(2);
  }

  @Test
  void shouldKeepItsPlaceWhenPausedAndResumed() throws Exception {
    MemorySource source = new MemorySource("a");
    EngineHarness.appendMany(source, 10);
    Mapping mapping =
        at.engine().add(EngineHarness.mapping(source, s -> s, EngineHarness::success));
    until("handled", () -> at.seen.handled.size() == 10);
    MappingStatus paused = mapping.pause().toCompletableFuture().get(30, TimeUnit.SECONDS);
    assertThat(paused.state()).isEqualTo(MappingState.DISABLED);
    EngineHarness.appendMany(source, 10);
    MappingStatus resumed = mapping.resume().toCompletableFuture().get(30, TimeUnit.SECONDS);
    assertThat(resumed.state()).isEqualTo(MappingState.ENABLED);
    until("the others handled", () -> at.seen.handled.size() == 20);
    assertThat(at.seen.handled).containsExactlyElementsOf(EngineHarness.places("a", 0, 20));
    assertThat(at.seen.statesSeen())
        .containsExactly(
            MappingState.ENABLED,
            MappingState.DISABLING,
            MappingState.DISABLED,
            MappingState.ENABLING,
            MappingState.ENABLED);
  }

  @Test
  void shouldTakeNewSettingsAtABatchBoundary() throws Exception {
    MemorySource source = new MemorySource("a");
    EngineHarness.appendMany(source, 10);
    Mapping mapping =
        at.engine()
            .add(EngineHarness.mapping(source, s -> s.batchSize(10), EngineHarness::success));
    until("handled", () -> at.seen.handled.size() == 10);
    mapping
        .update(mapping.settings().toBuilder().batchSize(1).build())
        .toCompletableFuture()
        .get(30, TimeUnit.SECONDS);
    EngineHarness.appendMany(source, 5);
    until("the others handled", () -> at.seen.handled.size() == 15);
    assertThat(
            at.seen.calls.stream()
                .skip(at.seen.calls.size() - 5L)
                .map(call -> call.positions().size()))
        .containsOnly(1);
    assertThat(at.seen.statesSeen()).contains(MappingState.UPDATING);
  }

  @Test
  void shouldBeginAgainWhenDeletedAndAddedAgain() throws Exception {
    MemorySource source = new MemorySource("a");
    EngineHarness.appendMany(source, 3);
    Mapping mapping =
        at.engine().add(EngineHarness.mapping(source, s -> s, EngineHarness::success));
    until("handled", () -> at.seen.handled.size() == 3);
    mapping.delete().toCompletableFuture().get(30, TimeUnit.SECONDS);
    until("gone", () -> at.engine().mapping("test").isEmpty());
    at.engine().add(EngineHarness.mapping(source, s -> s, EngineHarness::success));
    until("handled again", () -> at.seen.handled.size() == 6);
  }

  @Test
  void shouldReadAChildOnlyAfterItsParent() {
    MemorySource source = new MemorySource("parent").child("child", "parent");
    source.append("child", "k");
    source.append("parent", "k");
    source.append("parent", "k");
    at.engine().add(EngineHarness.mapping(source, s -> s.batchSize(1), EngineHarness::success));
    until("the parent handled", () -> at.seen.handled.size() == 2);
    source.end("parent");
    until("the child handled", () -> at.seen.handled.size() == 3);
    assertThat(at.seen.handled).containsExactly("parent/0", "parent/1", "child/0");
  }

  @Test
  void shouldLoseNothingWhenLatestIsInterruptedBeforeTheFirstBatchEnds() throws Exception {
    MemorySource source = new MemorySource("a");
    EngineHarness.appendMany(source, 5);
    CountDownLatch called = new CountDownLatch(1);
    Mapping mapping =
        at.engine()
            .add(
                EngineHarness.mapping(
                    source,
                    s -> s.startFrom(new ReadFrom.Latest()),
                    (batch, context) -> {
                      called.countDown();
                      throw new IllegalStateException("never");
                    }));
    until(
        "reading",
        () ->
            !mapping.status().shards().isEmpty()
                && mapping.status().shards().get(0).reached().equals("4"));
    source.append("a", "k");
    called.await();
    at.engine().close();
    at.restart();
    at.engine()
        .add(
            EngineHarness.mapping(
                source, s -> s.startFrom(new ReadFrom.Latest()), EngineHarness::success));
    until("handled", () -> at.seen.handled.contains("a/5"));
    assertThat(at.seen.handled).containsExactly("a/5");
  }

  @Test
  void shouldStopInvokingWhenAnotherEngineTakesTheMapping() throws Exception {
    MemorySource source = new MemorySource("a");
    source.append("a", "k");
    Mapping first = at.engine().add(EngineHarness.mapping(source, s -> s, EngineHarness::success));
    until("handled", () -> at.seen.handled.size() == 1);
    Set<String> bySecond = ConcurrentHashMap.newKeySet();
    try (Engine second = at.newEngine()) {
      second.add(
          EngineHarness.mapping(
              source,
              s -> s,
              (batch, context) -> {
                batch.forEach(rec -> bySecond.add(rec.position()));
                return BatchResult.success();
              }));
      until(
          "the second reads",
          () -> second.mapping("test").orElseThrow().status().state() == MappingState.ENABLED);
      source.append("a", "k");
      until("the first is out", () -> first.status().state() == MappingState.DISABLED);
      assertThat(first.status().reason()).startsWith("LEASE_LOST");
      source.append("a", "k");
      until("the second goes on", () -> bySecond.contains("2"));
    }
  }

  @Test
  void shouldLeaveWhatRunsWhenTheDrainTimesOut() throws Exception {
    at.engine().close();
    at.restart(EngineSettings.defaults().withDrainTimeout(Duration.ofMillis(100)));
    MemorySource source = new MemorySource("a");
    source.append("a", "k");
    CountDownLatch interrupted = new CountDownLatch(1);
    at.engine()
        .add(
            EngineHarness.mapping(
                source,
                s -> s,
                (batch, context) -> {
                  try {
                    new CountDownLatch(1).await();
                  } finally {
                    interrupted.countDown();
                  }
                  return BatchResult.success();
                }));
    until("called", () -> at.seen.calls.size() == 1);
    at.engine().close();
    assertThat(interrupted.await(30, TimeUnit.SECONDS)).isTrue();
    at.restart();
    at.engine().add(EngineHarness.mapping(source, s -> s, EngineHarness::success));
    until("handled after all", () -> at.seen.handled.contains("a/0"));
  }

  @Test
  void shouldRefuseASecondMappingOfOneName() {
    MemorySource source = new MemorySource("a");
    at.engine().add(EngineHarness.mapping(source, s -> s, EngineHarness::success));
    assertThatThrownBy(
            () -> at.engine().add(EngineHarness.mapping(source, s -> s, EngineHarness::success)))
        .hasMessage("a mapping named 'test' exists already");
  }

  @Test
  void shouldFailTheWaiterOfAPauseThatWasOvertaken() throws Exception {
    MemorySource source = new MemorySource("a");
    Mapping mapping =
        at.engine().add(EngineHarness.mapping(source, s -> s, EngineHarness::success));
    until("enabled", () -> mapping.status().state() == MappingState.ENABLED);
    var paused = mapping.pause().toCompletableFuture();
    var resumed = mapping.resume().toCompletableFuture();
    assertThat(resumed.get(30, TimeUnit.SECONDS).state()).isEqualTo(MappingState.ENABLED);
    assertThat(paused)
        .isCompletedExceptionally()
        .withFailMessage("asked for something else meanwhile");
  }

  @Test
  void shouldOpenMoreMappingsThanItHasOpenerThreads() {
    MemorySource source = new MemorySource("a");
    EngineHarness.appendMany(source, 3);
    for (int i = 0; i < 200; i++) {
      MappingSettings settings = MappingSettings.named("m" + i, MemorySource.TRAITS).build();
      at.engine()
          .add(
              MappingDefinition.of(
                  settings,
                  MemorySource.TRAITS,
                  () -> {
                    LockSupport.parkNanos(2_000_000);
                    return source.open();
                  },
                  EngineHarness::success));
    }
    until("all handled", () -> at.seen.handled.size() == 600);
  }

  @Test
  void shouldTellAllFaultsOfSettingsAtOnce() {
    assertThatThrownBy(
            () ->
                MappingSettings.named("a b", MemorySource.TRAITS)
                    .batchSize(20_000)
                    .maximumRecordAge(Duration.ofSeconds(5))
                    .build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("name 'a b'")
        .hasMessageContaining("batchSize must be between 1 and 10000, not 20000")
        .hasMessageContaining("maximumRecordAge (ms) must be between 60000 and 604800000");
  }
}
