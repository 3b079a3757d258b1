/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine;

import static io.forebay.engine.Recorder.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.handler.BatchHandler;
import io.forebay.handler.BatchResult;
import io.forebay.handler.NotDeliveredException;
import io.forebay.source.FailedBatch;
import io.forebay.source.FailedBatch.Condition;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of batches that fail (rule 3.5), over real threads. */
class FailureTest {

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
  void shouldKeepTheInvocationIdWhenABatchIsTriedAgain() {
    MemorySource source = new MemorySource("a");
    source.append("a", "k");
    AtomicInteger calls = new AtomicInteger();
    at.engine()
        .add(
            EngineHarness.mapping(
                source,
                s -> s,
                (batch, context) -> {
                  if (calls.incrementAndGet() < 3) {
                    throw new IllegalStateException("not yet");
                  }
                  return BatchResult.success();
                }));
    until("handled", () -> at.seen.handled.size() == 1);
    assertThat(at.seen.calls).extracting(Recorder.Call::attempt).containsExactly(1, 2, 3);
    assertThat(at.seen.calls.stream().map(Recorder.Call::invocationId).distinct()).hasSize(1);
  }

  @Test
  void shouldDiscardAfterTheLastAttemptAndGoOn() {
    MemorySource source = new MemorySource("a");
    EngineHarness.appendMany(source, 3);
    MemoryDestination stored = new MemoryDestination();
    MappingDefinition definition =
        EngineHarness.mapping(
                source,
                s -> s.batchSize(1).maximumRetryAttempts(1),
                (batch, context) -> {
                  if (batch.firstPosition().equals("1")) {
                    throw new IllegalArgumentException("poison");
                  }
                  return BatchResult.success();
                })
            .withOnFailure(() -> stored);
    at.engine().add(definition);
    until("the last handled", () -> at.seen.handled.contains("a/2"));
    assertThat(at.seen.handled).containsExactly("a/0", "a/2");
    FailedBatch failed = stored.batches().get(0);
    assertThat(failed.condition()).isEqualTo(Condition.RETRY_ATTEMPTS_EXHAUSTED);
    assertThat(failed.approximateInvokeCount()).isEqualTo(2); // rule 3.5.2, check C8
    assertThat(failed.functionError().orElseThrow().message()).isEqualTo("poison");
    assertThat(failed.records()).extracting(rec -> rec.position()).containsExactly("1");
    assertThat(failed.invocationId()).isEqualTo(at.seen.calls.get(1).invocationId());
    until("all stored", () -> "2".equals(source.settledThrough.get("a")));
  }

  @Test
  void shouldNotPassARecordWhoseDestinationFails() {
    MemorySource source = new MemorySource("a");
    EngineHarness.appendMany(source, 2);
    MemoryDestination stored = new MemoryDestination();
    stored.failing(true);
    Mapping mapping =
        at.engine()
            .add(
                EngineHarness.mapping(
                        source,
                        s -> s.batchSize(1).maximumRetryAttempts(0),
                        (batch, context) -> {
                          throw new IllegalStateException("poison");
                        })
                    .withOnFailure(() -> stored));
    until("told", () -> mapping.status().problem().contains("the disk is full"));
    until("counted", () -> at.count(Meter.DELIVERY_ERRORS) > 0);
    assertThat(at.seen.calls).hasSize(1);
    assertThat(source.settledThrough.getOrDefault("a", "-1")).isEqualTo("-1");
    stored.failing(false);
    until("both delivered", () -> stored.batches().size() == 2);
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
    MemoryDestination stored = new MemoryDestination();
    at.engine()
        .add(
            EngineHarness.mapping(
                    source, s -> s.maximumRecordAge(Duration.ofSeconds(60)), EngineHarness::success)
                .withOnFailure(() -> stored));
    until("the fresh ones handled", () -> at.seen.handled.size() == 5);
    assertThat(at.seen.calls).hasSize(1); // check C12: five in one invocation
    assertThat(stored.batches().get(0).condition()).isEqualTo(Condition.RECORD_AGE_EXCEEDED);
    assertThat(stored.batches().get(0).records()).hasSize(1);
    assertThat(stored.batches().get(0).approximateInvokeCount()).isEqualTo(1);
    assertThat(stored.batches().get(0).functionError()).isEmpty();
  }

  @Test
  void shouldDiscardARecordLargerThanThePayloadLimitWithoutACall() {
    MemorySource source = new MemorySource("a");
    source.append("a", "k", System.currentTimeMillis(), 100_000);
    source.append("a", "k");
    MemoryDestination stored = new MemoryDestination();
    at.engine()
        .add(
            EngineHarness.mapping(source, s -> s.payloadLimit(50_000), EngineHarness::success)
                .withOnFailure(() -> stored));
    until("the small one handled", () -> at.seen.handled.contains("a/1"));
    assertThat(at.seen.handled).doesNotContain("a/0");
    assertThat(stored.batches().get(0).condition())
        .isEqualTo(Condition.MAXIMUM_PAYLOAD_SIZE_EXCEEDED);
  }

  @Test
  void shouldTimeOutAHandlerThatHangsAndTryAgain() {
    MemorySource source = new MemorySource("a");
    source.append("a", "k");
    AtomicInteger calls = new AtomicInteger();
    at.engine()
        .add(
            EngineHarness.mapping(
                source,
                s -> s.timeout(Duration.ofMillis(50)),
                (batch, context) -> {
                  if (calls.incrementAndGet() == 1) {
                    new CountDownLatch(1).await();
                  }
                  return BatchResult.success();
                }));
    until("handled", () -> at.seen.handled.size() == 1);
    assertThat(at.seen.failures.get(0)).contains("did not return within 50 ms");
    assertThat(at.count(Meter.TIMEOUTS)).isEqualTo(1);
  }

  @Test
  void shouldNotCountWhatWasNotDelivered() {
    MemorySource source = new MemorySource("a");
    source.append("a", "k");
    AtomicInteger calls = new AtomicInteger();
    at.engine()
        .add(
            EngineHarness.mapping(
                source,
                s -> s.maximumRetryAttempts(0),
                (batch, context) -> {
                  if (calls.incrementAndGet() < 3) {
                    throw new NotDeliveredException("throttled");
                  }
                  return BatchResult.success();
                }));
    until("handled", () -> at.seen.handled.size() == 1); // check C24
    assertThat(at.seen.calls).extracting(Recorder.Call::attempt).containsExactly(1, 1, 1);
  }

  @Test
  void shouldSurviveWhatHandlersDo() {
    MemorySource source = new MemorySource("a");
    EngineHarness.appendMany(source, 4);
    at.engine()
        .add(
            EngineHarness.mapping(
                source,
                s -> s.batchSize(1).maximumRetryAttempts(0),
                (batch, context) ->
                    switch (batch.firstPosition()) {
                      case "0" -> throw new StackOverflowError("deep");
                      case "1" -> null;
                      case "2" -> throw new ExceptionInInitializerError("static initialiser");
                      default -> BatchResult.success();
                    }));
    until("the last handled", () -> at.seen.handled.contains("a/3"));
    assertThat(at.seen.discarded)
        .extracting(failed -> failed.functionError().orElseThrow().type())
        .containsExactly(
            "java.lang.StackOverflowError", "NullResult", "java.lang.ExceptionInInitializerError");
  }

  @Test
  void shouldStopAMappingWhosePermitsAreAllWithHandlersThatDoNotComeBack() {
    MemorySource source = new MemorySource("a");
    EngineHarness.appendMany(source, 3);
    AtomicBoolean stuck = new AtomicBoolean(true);
    Mapping mapping =
        at.engine()
            .add(
                EngineHarness.mapping(
                    source,
                    s -> s.timeout(Duration.ofMillis(10)).maximumConcurrency(1),
                    (batch, context) -> {
                      while (stuck.get()) {
                        LockSupport.parkNanos(1_000_000); // ignores the interrupt
                      }
                      return BatchResult.success();
                    }));
    until("stopped", () -> mapping.status().state() == MappingState.DISABLED);
    assertThat(mapping.status().reason())
        .startsWith("FUNCTION_CONFIG_NOT_VALID: 1 invocations of handler 'handler' ran past");
    stuck.set(false);
    until(
        "goes on once resumed",
        () -> {
          mapping.resume();
          return at.seen.handled.size() == 3;
        });
  }

  @Test
  void shouldSayWhyAHandlerCanNotBeMadeAndStartWhenItCan() {
    MemorySource source = new MemorySource("a");
    source.append("a", "k");
    AtomicInteger tries = new AtomicInteger();
    BatchHandler handler = EngineHarness::success;
    Mapping mapping =
        at.engine()
            .add(
                EngineHarness.mapping(source, s -> s, handler)
                    .withHandler(
                        "late",
                        () -> {
                          if (tries.incrementAndGet() < 3) {
                            throw new NoClassDefFoundError("com/example/Missing");
                          }
                          return handler;
                        }));
    until("told", () -> mapping.status().reason().startsWith("FUNCTION_CONFIG_NOT_VALID"));
    until("handled", () -> at.seen.handled.size() == 1);
    assertThat(mapping.status().reason()).isEqualTo("USER_INITIATED");
  }
}
