/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.engine.MappingState;
import io.forebay.engine.MappingStatus;
import io.forebay.engine.MappingStatus.ShardStatus;
import io.forebay.engine.Waiting;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class StandstillsTest {

  private static final Duration PATIENCE = Duration.ofMillis(1_000);
  private static final Waiting RETRY = new Waiting(Waiting.For.RETRY, 0, 0, "it threw");

  private final Standstills standstills = new Standstills();

  @Test
  void shouldCountTheTimeSinceAShardWithWorkHasMoved() {
    assertThat(look(500, shard("7", 3, RETRY)).standingMillis("orders", "s-0")).isZero();
    assertThat(look(1_400, shard("7", 4, RETRY)).stuck()).isEmpty();

    ShardReport report = look(1_500, shard("7", 4, RETRY));

    assertThat(report.standingMillis("orders", "s-0")).isEqualTo(1_000);
    assertThat(report.isStuck("orders", "s-0")).isTrue();
    assertThat(report.stuck().get(0).waitsFor()).isEqualTo(RETRY);
  }

  @Test
  void shouldBeginAnewWhenTheShardMoves() {
    look(0, shard("7", 3, RETRY));

    assertThat(look(2_000, shard("8", 3, RETRY)).stuck()).isEmpty();
    assertThat(look(2_999, shard("8", 3, RETRY)).stuck()).isEmpty();
    assertThat(look(3_000, shard("8", 3, RETRY)).stuck()).hasSize(1);
  }

  @Test
  void shouldNotCountTheTimeWithoutWork() {
    look(0, shard("7", 0, Waiting.NOTHING));
    look(9_000, shard("7", 0, Waiting.NOTHING));

    assertThat(look(10_000, shard("7", 1, RETRY)).stuck()).isEmpty();
    assertThat(look(10_900, shard("7", 1, RETRY)).stuck()).isEmpty();
  }

  @Test
  void shouldCountRecordsThatLieBehindAndAShardThatCantBeRead() {
    ShardStatus behind = shard("a", 0, 5, "", false, Waiting.NOTHING);
    ShardStatus broken = shard("b", 0, -1, "is damaged", false, Waiting.NOTHING);

    for (ShardStatus one : List.of(behind, broken)) {
      look(0, one);
      assertThat(look(1_000, one).stuck()).as("%s", one).hasSize(1);
    }
  }

  @Test
  void shouldNotMindTheBatchingWindowNorAnEndNorAPause() {
    ShardStatus window = shard("a", 5, new Waiting(Waiting.For.WINDOW, 0, 0, ""));
    ShardStatus ended = shard("b", 0, 5, "", true, Waiting.NOTHING);

    for (ShardStatus one : List.of(window, ended)) {
      look(0, one);
      assertThat(look(1_000, one).stuck()).as("%s", one).isEmpty();
    }
    ShardStatus open = shard("7", 3, RETRY);
    look(2_000, open);
    standstills.look(List.of(mapping(MappingState.DISABLED, open)), 3_000, PATIENCE);
    assertThat(look(4_000, open).standingMillis("orders", "s-0")).isZero();
  }

  @Test
  void shouldTellInWordsWhatIsWaitedFor() {
    long noon = 1_800_000_000_000L;

    assertThat(WaitingText.of(new Waiting(Waiting.For.RETRY, noon, noon + 5_000, "it threw")))
        .isEqualTo(
            "the next attempt, since 2027-01-15T08:00:00Z, at 2027-01-15T08:00:05Z: it threw");
    assertThat(WaitingText.of(new Waiting(Waiting.For.HANDLER, noon, 0, "attempt 3")))
        .isEqualTo("the handler, running since 2027-01-15T08:00:00Z: attempt 3");
    for (Waiting.For what : Waiting.For.values()) {
      assertThat(WaitingText.of(new Waiting(what, 0, 0, ""))).isNotBlank().doesNotContain(",");
    }
  }

  private ShardReport look(long nowMillis, ShardStatus shard) {
    return standstills.look(List.of(mapping(MappingState.ENABLED, shard)), nowMillis, PATIENCE);
  }

  private static MappingStatus mapping(MappingState state, ShardStatus shard) {
    return new MappingStatus("orders", state, "", "OK", "", List.of(shard));
  }

  private static ShardStatus shard(String reached, int open, Waiting waiting) {
    return shard(reached, open, 0, "", false, waiting);
  }

  private static ShardStatus shard(
      String reached, int open, long lag, String problem, boolean ended, Waiting waiting) {
    return new ShardStatus("s-0", reached, open, 0, 0, lag, 0, 0, ended, problem, waiting);
  }
}
