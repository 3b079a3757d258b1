/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.kafka.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.kafka.progress.Beginnings.Beginning;
import io.forebay.kafka.progress.Beginnings.KnownTopic;
import io.forebay.kafka.progress.Beginnings.Log;
import io.forebay.source.ReadFrom;
import io.forebay.source.SharedSource.Progress;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

class BeginningsTest {

  private static final Uuid OLD = new Uuid(1, 1);
  private static final Uuid NEW = new Uuid(2, 2);
  private static final Log LOG = new Log(100, 200, 200);
  private static final byte[] MAP = {7};

  @Test
  void shouldTakeTheStartingPositionWithoutACommit() {
    Beginning found = decide(Optional.empty(), Map.of()).of(0, LOG);
    assertThat(found.next()).isEqualTo(200);
    assertThat(found.stored()).isEmpty();
    assertThat(found.range().holds(150)).as("what the engine's store may say").isTrue();
  }

  @Test
  void shouldTakeTheStartingPositionWhereOnlyOthersHaveCommitted() {
    assertThat(decide(Optional.empty(), Map.of(1, ours(NEW, 4, 150))).of(3, LOG).next())
        .isEqualTo(200);
  }

  @Test
  void shouldReadPartitionsFromTheirBeginningThatCameAfterTheGroup() {
    Beginnings four = decide(Optional.empty(), Map.of(0, ours(NEW, 3, 150), 1, ours(NEW, 3, 1)));
    assertThat(four.of(2, LOG).next()).isEqualTo(200);
    assertThat(four.of(3, LOG).next()).isEqualTo(100);
    assertThat(four.remembered()).isEqualTo(new KnownTopic(NEW, 3));
    Beginnings known = decide(Optional.of(new KnownTopic(NEW, 2)), Map.of());
    assertThat(known.of(1, LOG).next()).isEqualTo(200);
    assertThat(known.of(2, LOG).next()).isEqualTo(100);
  }

  @Test
  void shouldGoOnAfterACommit() {
    Beginning found = decide(Optional.empty(), Map.of(0, ours(NEW, 4, 150))).of(0, LOG);
    assertThat(found.next()).isEqualTo(150);
    Progress stored = found.stored().orElseThrow();
    assertThat(stored.reached()).isEqualTo("149");
    assertThat(stored.settledAbove()).isEqualTo(MAP);
    assertThat(found.range().begin(150)).isEqualTo(150);
  }

  @Test
  void shouldTakeAForeignCommitWithoutItsMetadata() {
    String others = new CommitMetadata(OLD, 4, MAP).text(99);
    Beginning found =
        decide(Optional.empty(), Map.of(0, new OffsetAndMetadata(150, others))).of(0, LOG);
    assertThat(found.next()).isEqualTo(150);
    assertThat(found.stored().orElseThrow().settledAbove()).isEmpty();
  }

  @Test
  void shouldSayThatACommitIsOutsideTheLog() {
    for (long offset : new long[] {50, 250}) {
      Beginning found = decide(Optional.empty(), Map.of(0, ours(NEW, 4, offset))).of(0, LOG);
      assertThat(found.next()).isEqualTo(offset);
      assertThat(found.stored().orElseThrow().settledAbove()).isEmpty();
      assertThat(found.range().holds(offset)).isFalse();
      assertThat(found.range().begin(offset)).isEqualTo(100);
    }
    assertThat(decide(Optional.empty(), Map.of(0, ours(NEW, 4, 200))).of(0, LOG).range().holds(200))
        .isTrue();
  }

  @Test
  void shouldReadATopicMadeAnewFromItsBeginning() {
    for (Beginnings decide :
        new Beginnings[] {
          decide(Optional.empty(), Map.of(0, ours(OLD, 4, 150))),
          decide(Optional.of(new KnownTopic(OLD, 4)), Map.of()),
        }) {
      for (int partition : new int[] {0, 1}) {
        Beginning found = decide.of(partition, LOG);
        assertThat(found.next()).isEqualTo(100);
        assertThat(found.stored()).isEmpty();
        assertThat(found.range().holds(150)).as("a position in the old topic").isFalse();
        assertThat(found.range().holds(100)).isTrue();
      }
      assertThat(decide.remembered()).isEqualTo(new KnownTopic(NEW, 0));
    }
  }

  private static Beginnings decide(
      Optional<KnownTopic> known, Map<Integer, OffsetAndMetadata> group) {
    return new Beginnings(new ReadFrom.Latest(), known, new KnownTopic(NEW, 4), group);
  }

  private static OffsetAndMetadata ours(Uuid topic, int partitions, long offset) {
    return new OffsetAndMetadata(offset, new CommitMetadata(topic, partitions, MAP).text(offset));
  }
}
