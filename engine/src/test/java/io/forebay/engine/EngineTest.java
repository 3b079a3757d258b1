/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine;

import static io.forebay.engine.Recorder.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forebay.checkpoint.sqlite.SqliteCheckpointStore;
import io.forebay.engine.MappingSettings.Builder;
import io.forebay.handler.AsyncBatchHandler;
import io.forebay.handler.BatchHandler;
import io.forebay.handler.BatchResult;
import io.forebay.handler.NotDeliveredException;
import io.forebay.source.FailedBatch;
import io.forebay.source.FailedBatch.Condition;
import io.forebay.source.FailureDestination;
import io.forebay.source.ReadFrom;
import io.forebay.source.SourceException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The engine as a user has it: real threads, a real checkpoint store, a source in memory. */
class EngineTest {

  @TempDir Path folder;
  private final Recorder seen = new Recorder();
  private Engine engine;

  @BeforeEach
  void start() throws Exception {
    engine = newEngine();
  }

  @AfterEach
  void stop() {
    engine.close();
  }

  @Test
  void shouldHandleEveryRecordOnceAndInOrder() {
    MemorySource source = new MemorySource("a", "b");
    for (int i = 0; i < 1_000; i++) {
      source.append(i % 2 == 0 ? "a" : "b", "k" + i % 10);
    }
    Mapping mapping = engine.add(mapping(source, s -> s.batchSize(30), this::success));
    until("all handled", () -> seen.handled.size() == 1_000);
    assertThat(seen.handled.stream().filter(at -> at.startsWith("a/")))
        .containsExactlyElementsOf(places("a", 0, 500));
    assertThat(mapping.status().lastProcessingResult()).isEqualTo("OK");
    until("all stored", () -> "499".equals(source.settledThrough.get("b")));
  }

  @Test
  void shouldGoOnAfterTheCheckpointWhenStartedAgain() throws Exception {
    MemorySource source = new MemorySource("a");
    appendMany(source, 100);
    engine.add(mapping(source, s -> s, this::success));
    until("all handled", () -> seen.handled.size() == 100);
    engine.close();
    appendMany(source, 50);
    engine = newEngine();
    engine.add(mapping(source, s -> s, this::success));
    until("the new ones handled", () -> seen.handled.size() == 150);
    assertThat(seen.handled).containsExactlyElementsOf(places("a", 0, 150));
  }

  @Test
  void shouldKeepTheInvocationIdWhenABatchIsTriedAgain() {
    MemorySource source = new MemorySource("a");
    source.append("a", "k");
    AtomicInteger calls = new AtomicInteger();
    engine.add(
        mapping(
            source,
            s -> s,
            (batch, context) -> {
              if (calls.incrementAndGet() < 3) {
                throw new IllegalStateException("not yet");
              }
              return BatchResult.success();
            }));
    until("handled", () -> seen.handled.size() == 1);
    assertThat(seen.calls).extracting(Recorder.Call::attempt).containsExactly(1, 2, 3);
    assertThat(seen.calls.stream().map(Recorder.Call::invocationId).distinct()).hasSize(1);
  }

  @Test
  void shouldDiscardAfterTheLastAttemptAndGoOn() {
    MemorySource source = new MemorySource("a");
    appendMany(source, 3);
    Stored stored = new Stored();
    MappingDefinition definition =
        mapping(
                source,
                s -> s.batchSize(1).maximumRetryAttempts(1),
                (batch, context) -> {
                  if (batch.firstPosition().equals("1")) {
                    throw new IllegalArgumentException("poison");
                  }
                  return BatchResult.success();
                })
            .withOnFailure(() -> stored);
    engine.add(definition);
    until("the last handled", () -> seen.handled.contains("a/2"));
    assertThat(seen.handled).containsExactly("a/0", "a/2");
    FailedBatch failed = stored.batches.get(0);
    assertThat(failed.condition()).isEqualTo(Condition.RETRY_ATTEMPTS_EXHAUSTED);
    assertThat(failed.approximateInvokeCount()).isEqualTo(2); // rule 3.5.2, check C8
    assertThat(failed.functionError().orElseThrow().message()).isEqualTo("poison");
    assertThat(failed.records()).extracting(rec -> rec.position()).containsExactly("1");
    assertThat(failed.invocationId()).isEqualTo(seen.calls.get(1).invocationId());
    until("all stored", () -> "2".equals(source.settledThrough.get("a")));
  }

  @Test
  void shouldNotPassARecordWhoseDestinationFails() {
    MemorySource source = new MemorySource("a");
    appendMany(source, 2);
    Stored stored = new Stored();
    stored.failing = true;
    Mapping mapping =
        engine.add(
            mapping(
                    source,
                    s -> s.batchSize(1).maximumRetryAttempts(0),
                    (batch, context) -> {
                      throw new IllegalStateException("poison");
                    })
                .withOnFailure(() -> stored));
    until("told", () -> mapping.status().problem().contains("the disk is full"));
    assertThat(seen.calls).hasSize(1);
    assertThat(source.settledThrough.getOrDefault("a", "-1")).isEqualTo("-1");
    stored.failing = false;
    until("both delivered", () -> stored.batches.size() == 2);
    until("healthy again", () -> mapping.status().problem().isEmpty());
  }

  @Test
  void shouldSplitOffTheExpiredPrefix() {
    MemorySource source = new MemorySource("a");
    long now = System.currentTimeMillis();
    source.append("a", "k", now - 120_000, 10);
    for (int i = 0; i < 5; i++) {
      source.append("a", "k", now, 10);
    }
    Stored stored = new Stored();
    engine.add(
        mapping(source, s -> s.maximumRecordAge(Duration.ofSeconds(60)), this::success)
            .withOnFailure(() -> stored));
    until("the fresh ones handled", () -> seen.handled.size() == 5);
    assertThat(seen.calls).hasSize(1); // check C12: five in one invocation
    assertThat(stored.batches.get(0).condition()).isEqualTo(Condition.RECORD_AGE_EXCEEDED);
    assertThat(stored.batches.get(0).records()).hasSize(1);
    assertThat(stored.batches.get(0).approximateInvokeCount()).isEqualTo(1);
    assertThat(stored.batches.get(0).functionError()).isEmpty();
  }

  @Test
  void shouldDiscardARecordLargerThanThePayloadLimitWithoutACall() {
    MemorySource source = new MemorySource("a");
    source.append("a", "k", System.currentTimeMillis(), 100_000);
    source.append("a", "k");
    Stored stored = new Stored();
    engine.add(
        mapping(source, s -> s.payloadLimit(50_000), this::success).withOnFailure(() -> stored));
    until("the small one handled", () -> seen.handled.contains("a/1"));
    assertThat(seen.handled).doesNotContain("a/0");
    assertThat(stored.batches.get(0).condition())
        .isEqualTo(Condition.MAXIMUM_PAYLOAD_SIZE_EXCEEDED);
  }

  @Test
  void shouldTimeOutAHandlerThatHangsAndTryAgain() {
    MemorySource source = new MemorySource("a");
    source.append("a", "k");
    AtomicInteger calls = new AtomicInteger();
    engine.add(
        mapping(
            source,
            s -> s.timeout(Duration.ofMillis(50)),
            (batch, context) -> {
              if (calls.incrementAndGet() == 1) {
                new CountDownLatch(1).await();
              }
              return BatchResult.success();
            }));
    until("handled", () -> seen.handled.size() == 1);
    assertThat(seen.failures.get(0)).contains("did not return within 50 ms");
    assertThat(count(Meter.TIMEOUTS)).isEqualTo(1);
  }

  @Test
  void shouldNotCountWhatWasNotDelivered() {
    MemorySource source = new MemorySource("a");
    source.append("a", "k");
    AtomicInteger calls = new AtomicInteger();
    engine.add(
        mapping(
            source,
            s -> s.maximumRetryAttempts(0),
            (batch, context) -> {
              if (calls.incrementAndGet() < 3) {
                throw new NotDeliveredException("throttled");
              }
              return BatchResult.success();
            }));
    until("handled", () -> seen.handled.size() == 1); // check C24
    assertThat(seen.calls).extracting(Recorder.Call::attempt).containsExactly(1, 1, 1);
  }

  @Test
  void shouldSurviveWhatHandlersDo() {
    MemorySource source = new MemorySource("a");
    appendMany(source, 4);
    engine.add(
        mapping(
            source,
            s -> s.batchSize(1).maximumRetryAttempts(0),
            (batch, context) ->
                switch (batch.firstPosition()) {
                  case "0" -> throw new StackOverflowError("deep");
                  case "1" -> null;
                  case "2" -> throw new ExceptionInInitializerError("static initialiser");
                  default -> BatchResult.success();
                }));
    until("the last handled", () -> seen.handled.contains("a/3"));
    assertThat(seen.discarded)
        .extracting(failed -> failed.functionError().orElseThrow().type())
        .containsExactly(
            "java.lang.StackOverflowError", "NullResult", "java.lang.ExceptionInInitializerError");
  }

  @Test
  void shouldAwaitAsynchronousHandlers() {
    MemorySource source = new MemorySource("a");
    appendMany(source, 2);
    CompletableFuture<BatchResult> answer = new CompletableFuture<>();
    AsyncBatchHandler handler = (batch, context) -> answer;
    engine.add(mapping(source, s -> s, this::success).withHandler("later", () -> handler));
    until("called", () -> seen.calls.size() == 1);
    assertThat(seen.handled).isEmpty();
    answer.complete(BatchResult.success());
    until("handled", () -> seen.handled.size() == 2);
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
    engine.add(
        mapping(
            source,
            s -> s.batchSize(1).parallelizationFactor(3),
            (batch, context) -> {
              most.accumulateAndGet(running.incrementAndGet(), Math::max);
              three.countDown();
              three.await(10, TimeUnit.SECONDS);
              running.decrementAndGet();
              return BatchResult.success();
            }));
    until("all handled", () -> seen.handled.size() == 30);
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
    engine.add(
        mapping(
            source,
            s -> s.batchSize(1).maximumConcurrency(2),
            (batch, context) -> {
              most.accumulateAndGet(running.incrementAndGet(), Math::max);
              Thread.onSpinWait();
              running.decrementAndGet();
              return BatchResult.success();
            }));
    until("all handled", () -> seen.handled.size() == 40);
    assertThat(most.get()).isLessThanOrEqualTo(2);
  }

  @Test
  void shouldKeepItsPlaceWhenPausedAndResumed() throws Exception {
    MemorySource source = new MemorySource("a");
    appendMany(source, 10);
    Mapping mapping = engine.add(mapping(source, s -> s, this::success));
    until("handled", () -> seen.handled.size() == 10);
    MappingStatus paused = mapping.pause().toCompletableFuture().get(30, TimeUnit.SECONDS);
    assertThat(paused.state()).isEqualTo(MappingState.DISABLED);
    appendMany(source, 10);
    MappingStatus resumed = mapping.resume().toCompletableFuture().get(30, TimeUnit.SECONDS);
    assertThat(resumed.state()).isEqualTo(MappingState.ENABLED);
    until("the others handled", () -> seen.handled.size() == 20);
    assertThat(seen.handled).containsExactlyElementsOf(places("a", 0, 20));
    assertThat(seen.statesSeen())
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
    appendMany(source, 10);
    Mapping mapping = engine.add(mapping(source, s -> s.batchSize(10), this::success));
    until("handled", () -> seen.handled.size() == 10);
    mapping
        .update(mapping.settings().toBuilder().batchSize(1).build())
        .toCompletableFuture()
        .get(30, TimeUnit.SECONDS);
    appendMany(source, 5);
    until("the others handled", () -> seen.handled.size() == 15);
    assertThat(
            seen.calls.stream().skip(seen.calls.size() - 5L).map(call -> call.positions().size()))
        .containsOnly(1);
    assertThat(seen.statesSeen()).contains(MappingState.UPDATING);
  }

  @Test
  void shouldBeginAgainWhenDeletedAndAddedAgain() throws Exception {
    MemorySource source = new MemorySource("a");
    appendMany(source, 3);
    Mapping mapping = engine.add(mapping(source, s -> s, this::success));
    until("handled", () -> seen.handled.size() == 3);
    mapping.delete().toCompletableFuture().get(30, TimeUnit.SECONDS);
    until("gone", () -> engine.mapping("test").isEmpty());
    engine.add(mapping(source, s -> s, this::success));
    until("handled again", () -> seen.handled.size() == 6);
  }

  @Test
  void shouldReadAChildOnlyAfterItsParent() {
    MemorySource source = new MemorySource("parent").child("child", "parent");
    source.append("child", "k");
    source.append("parent", "k");
    source.append("parent", "k");
    engine.add(mapping(source, s -> s.batchSize(1), this::success));
    until("the parent handled", () -> seen.handled.size() == 2);
    source.end("parent");
    until("the child handled", () -> seen.handled.size() == 3);
    assertThat(seen.handled).containsExactly("parent/0", "parent/1", "child/0");
  }

  @Test
  void shouldLoseNothingWhenLatestIsInterruptedBeforeTheFirstBatchEnds() throws Exception {
    MemorySource source = new MemorySource("a");
    appendMany(source, 5);
    CountDownLatch called = new CountDownLatch(1);
    Mapping mapping =
        engine.add(
            mapping(
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
    engine.close();
    engine = newEngine();
    engine.add(mapping(source, s -> s.startFrom(new ReadFrom.Latest()), this::success));
    until("handled", () -> seen.handled.contains("a/5"));
    assertThat(seen.handled).containsExactly("a/5");
  }

  @Test
  void shouldStopInvokingWhenAnotherEngineTakesTheMapping() throws Exception {
    MemorySource source = new MemorySource("a");
    source.append("a", "k");
    Mapping first = engine.add(mapping(source, s -> s, this::success));
    until("handled", () -> seen.handled.size() == 1);
    Set<String> bySecond = ConcurrentHashMap.newKeySet();
    try (Engine second = newEngine()) {
      second.add(
          mapping(
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
  void shouldSayWhyAHandlerCanNotBeMadeAndStartWhenItCan() {
    MemorySource source = new MemorySource("a");
    source.append("a", "k");
    AtomicInteger tries = new AtomicInteger();
    BatchHandler handler = this::success;
    Mapping mapping =
        engine.add(
            mapping(source, s -> s, handler)
                .withHandler(
                    "late",
                    () -> {
                      if (tries.incrementAndGet() < 3) {
                        throw new NoClassDefFoundError("com/example/Missing");
                      }
                      return handler;
                    }));
    until("told", () -> mapping.status().reason().startsWith("FUNCTION_CONFIG_NOT_VALID"));
    until("handled", () -> seen.handled.size() == 1);
    assertThat(mapping.status().reason()).isEqualTo("USER_INITIATED");
  }

  @Test
  void shouldLeaveWhatRunsWhenTheDrainTimesOut() throws Exception {
    engine.close();
    engine = newEngine(EngineSettings.defaults().withDrainTimeout(Duration.ofMillis(100)));
    MemorySource source = new MemorySource("a");
    source.append("a", "k");
    CountDownLatch interrupted = new CountDownLatch(1);
    engine.add(
        mapping(
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
    until("called", () -> seen.calls.size() == 1);
    engine.close();
    assertThat(interrupted.await(30, TimeUnit.SECONDS)).isTrue();
    engine = newEngine();
    engine.add(mapping(source, s -> s, this::success));
    until("handled after all", () -> seen.handled.contains("a/0"));
  }

  @Test
  void shouldRefuseASecondMappingOfOneName() {
    MemorySource source = new MemorySource("a");
    engine.add(mapping(source, s -> s, this::success));
    assertThatThrownBy(() -> engine.add(mapping(source, s -> s, this::success)))
        .hasMessage("a mapping named 'test' exists already");
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

  private BatchResult success(
      io.forebay.handler.Batch batch, io.forebay.handler.InvocationContext context) {
    return BatchResult.success();
  }

  private Engine newEngine() throws Exception {
    return newEngine(EngineSettings.defaults());
  }

  private Engine newEngine(EngineSettings settings) throws Exception {
    return Engine.builder()
        .settings(settings)
        .checkpoints(SqliteCheckpointStore.open(folder.resolve("checkpoints.db")))
        .listener(seen)
        .start();
  }

  private static MappingDefinition mapping(
      MemorySource source, UnaryOperator<Builder> settings, BatchHandler handler) {
    return MappingDefinition.of(
        settings.apply(MappingSettings.named("test", MemorySource.TRAITS)).build(),
        MemorySource.TRAITS,
        source::open,
        handler);
  }

  private long count(Meter meter) {
    return engine.meters().mappings().get(0).counts().get(meter);
  }

  private static void appendMany(MemorySource source, int count) {
    for (int i = 0; i < count; i++) {
      source.append("a", "k" + i % 7);
    }
  }

  private static List<String> places(String shard, int from, int to) {
    return java.util.stream.IntStream.range(from, to).mapToObj(i -> shard + "/" + i).toList();
  }

  /** A destination in memory that can fail. */
  private static final class Stored implements FailureDestination {
    private final List<FailedBatch> batches = new CopyOnWriteArrayList<>();
    private volatile boolean failing;

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
}
