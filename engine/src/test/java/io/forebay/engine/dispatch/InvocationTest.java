/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.engine.agent.Clock;
import io.forebay.engine.retry.Outcome;
import io.forebay.engine.simulation.SimRecord;
import io.forebay.handler.Batch;
import io.forebay.handler.BatchResult;
import io.forebay.source.FailedBatch.FunctionError;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class InvocationTest {

  private static final Outcome SUCCESS = new Outcome.Answered(BatchResult.success());
  private static final Outcome FAILURE = new Outcome.Failed(new FunctionError("T", "m"));

  private final List<Invocation> answered = new ArrayList<>();
  private final Invocation first = invocation();
  private final Invocation second = invocation();

  @Test
  void shouldGoOnToTheSuccessorAfterASuccess() {
    assertThat(first.offerNext(second)).isTrue();
    assertThat(first.begin()).isTrue();
    assertThat(first.answer(SUCCESS)).isSameAs(second);
    assertThat(first.handedOver()).isTrue();
    assertThat(second.begin()).isTrue();
  }

  @Test
  void shouldNotGoOnAfterAFailure() {
    first.offerNext(second);
    first.begin();
    assertThat(first.answer(FAILURE)).isNull();
    assertThat(first.handedOver()).isFalse();
  }

  @Test
  void shouldNotGoOnToWhatWasTakenBack() {
    first.offerNext(second);
    assertThat(first.cutNext()).isTrue();
    first.begin();
    assertThat(first.answer(SUCCESS)).isNull();
  }

  @Test
  void shouldRefuseASuccessorOnceItHasEnded() {
    first.begin();
    first.answer(SUCCESS);
    assertThat(first.offerNext(second)).isFalse();
    assertThat(first.cutNext()).isFalse();
  }

  @Test
  void shouldNotGoOnOnceItsTimeIsOver() {
    first.offerNext(second);
    first.begin();
    first.abandon();
    assertThat(first.answer(SUCCESS)).isNull();
    assertThat(Thread.interrupted()).isFalse(); // the interrupt was for this invocation alone
  }

  @Test
  void shouldInterruptTheHandlersThreadWhenItsTimeIsOver() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    Thread handler =
        new Thread(
            () -> {
              first.begin();
              begun.countDown();
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException e) {
                interrupted.countDown();
              }
            });
    handler.start();
    begun.await();
    first.abandon();
    interrupted.await();
    handler.join();
  }

  @Test
  void shouldAnswerForASuccessorThatMustNotBeginAnyMore() {
    first.offerNext(second);
    first.begin();
    Invocation taken = first.answer(SUCCESS);
    second.abandon(); // the lease ends just now
    assertThat(answered).containsExactly(first);
    assertThat(taken).isSameAs(second);
    assertThat(second.begin()).isFalse();
    assertThat(answered).containsExactly(first, second); // so that the permit comes back
  }

  @Test
  void shouldAnswerOnlyOnce() {
    first.begin();
    first.answer(FAILURE);
    first.answer(SUCCESS);
    assertThat(answered).containsExactly(first);
  }

  private Invocation invocation() {
    Batch batch = Batch.of("test", "s", List.of(new SimRecord("s", 0, "k", 0, 1)));
    return new Invocation(
        new Call("m", batch, new UUID(1, 2), 1, 1_000),
        Clock.system(),
        (invocation, outcome) -> answered.add(invocation));
  }
}
