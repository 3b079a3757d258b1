/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.kafka.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.kafka.progress.CommitQueue.Commit;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class CommitQueueTest {

  private static final TopicPartition ZERO = new TopicPartition("t", 0);
  private static final TopicPartition ONE = new TopicPartition("t", 1);

  private final CommitQueue queue = new CommitQueue();
  private final List<String> answers = new ArrayList<>();

  @Test
  void shouldSendTheNewestOfEachPartitionAndAnswerAll() {
    offer(ZERO, 1);
    offer(ZERO, 2);
    offer(ONE, 7);
    queue.collect(any -> true);
    assertThat(queue.takeOff()).extracting(Commit::next).containsExactlyInAnyOrder(2L, 7L);
    assertThat(answers).isEmpty();
    queue.landed();
    assertThat(answers).containsExactlyInAnyOrder("0@1 true", "0@2 true", "1@7 true");
    assertThat(queue.anythingFlying() || queue.anythingWaiting()).isFalse();
  }

  @Test
  void shouldTryAgainWithWhatIsNewerThen() {
    offer(ZERO, 1);
    offer(ONE, 5);
    queue.collect(any -> true);
    queue.takeOff();
    offer(ZERO, 2);
    queue.collect(any -> true);
    queue.failed(any -> true);
    assertThat(answers).isEmpty();
    assertThat(queue.takeOff()).extracting(Commit::next).containsExactlyInAnyOrder(2L, 5L);
    queue.landed();
    assertThat(answers).containsExactlyInAnyOrder("0@1 true", "0@2 true", "1@5 true");
  }

  @Test
  void shouldRefuseWhatIsNotOurs() {
    offer(ZERO, 1);
    offer(ONE, 5);
    queue.collect(one -> one.partition().equals(ONE));
    assertThat(answers).containsExactly("0@1 false");
    queue.takeOff();
    queue.failed(any -> false);
    assertThat(answers).containsExactly("0@1 false", "1@5 false");
    assertThat(queue.anythingWaiting()).isFalse();
  }

  @Test
  void shouldAnswerEachOnceWhenAllIsDropped() {
    offer(ZERO, 1);
    queue.collect(any -> true);
    queue.takeOff();
    offer(ZERO, 2);
    offer(ONE, 5);
    queue.collect(any -> true);
    queue.drop(List.of(ONE));
    assertThat(answers).containsExactly("1@5 false");
    offer(ONE, 6);
    queue.dropAll();
    assertThat(answers)
        .containsExactlyInAnyOrder("1@5 false", "1@6 false", "0@1 false", "0@2 false");
    queue.dropAll();
    assertThat(answers).hasSize(4);
  }

  private void offer(TopicPartition partition, long next) {
    queue.offer(
        new Commit(
            partition,
            next,
            new byte[0],
            List.of(stored -> answers.add(partition.partition() + "@" + next + " " + stored))));
  }
}
