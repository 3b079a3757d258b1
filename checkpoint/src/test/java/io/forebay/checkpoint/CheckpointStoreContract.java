/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What every checkpoint store promises. A store's test implements {@link #open}. */
public interface CheckpointStoreContract {

  /** Opens the store under test; again in the same test: the same one, as another process would. */
  CheckpointStore open() throws CheckpointException;

  private static Checkpoint at(String mapping, String shard, long epoch, String reached) {
    return new Checkpoint(
        new ShardKey(mapping, shard), epoch, reached, SettledMap.EMPTY, /* ended= */ false);
  }

  private static Checkpoint full(String shard, long epoch) {
    var settled = new BitSet();
    settled.set(3, 17);
    settled.set(8_000);
    return new Checkpoint(
        new ShardKey("orders", shard), epoch, "49590338271490", SettledMap.of(settled), true);
  }

  @Test
  default void shouldKnowNothingOfANewMapping() throws CheckpointException {
    try (var store = open()) {
      assertThat(store.load("orders")).isEmpty();
      store.acquire("orders", "me");
      assertThat(store.load("orders")).isEmpty();
    }
  }

  @Test
  default void shouldLoadWhatWasSaved() throws CheckpointException {
    try (var store = open()) {
      long epoch = store.acquire("orders", "me");
      assertThat(store.save(List.of(full("shard-1", epoch), at("orders", "s2", epoch, "0"))))
          .isEmpty();
      assertThat(store.load("orders"))
          .isEqualTo(
              Map.of("shard-1", full("shard-1", epoch), "s2", at("orders", "s2", epoch, "0")));
    }
  }

  @Test
  default void shouldKeepEverythingWhenReopened() throws CheckpointException {
    long epoch;
    try (var store = open()) {
      epoch = store.acquire("orders", "me");
      store.save(List.of(full("shard-1", epoch)));
    }
    try (var store = open()) {
      assertThat(store.load("orders")).containsOnly(Map.entry("shard-1", full("shard-1", epoch)));
      assertThat(store.acquire("orders", "me")).isGreaterThan(epoch);
    }
  }

  @Test
  default void shouldKeepMappingsApart() throws CheckpointException {
    try (var store = open()) {
      long orders = store.acquire("orders", "me");
      long clicks = store.acquire("clicks", "me");
      store.save(List.of(at("orders", "s", orders, "1"), at("clicks", "s", clicks, "2")));
      assertThat(store.load("orders").get("s").reached()).isEqualTo("1");
      assertThat(store.load("clicks").get("s").reached()).isEqualTo("2");
      store.delete("orders");
      assertThat(store.load("orders")).isEmpty();
      assertThat(store.load("clicks")).hasSize(1);
    }
  }

  @Test
  default void shouldReplaceAnOlderCheckpointAndKeepTheLastOfACall() throws CheckpointException {
    try (var store = open()) {
      long epoch = store.acquire("orders", "me");
      store.save(List.of(full("s", epoch)));
      store.save(List.of(at("orders", "s", epoch, "7"), at("orders", "s", epoch, "8")));
      assertThat(store.load("orders")).isEqualTo(Map.of("s", at("orders", "s", epoch, "8")));
      assertThat(
              store.save(List.of(at("orders", "s", epoch, "9"), at("orders", "s", epoch - 1, "9"))))
          .as("the last one is refused")
          .hasSize(1);
      assertThat(store.load("orders")).isEqualTo(Map.of("s", at("orders", "s", epoch, "8")));
    }
  }

  @Test
  default void shouldRefuseAnOlderEpochAndStillWriteTheOthers() throws CheckpointException {
    try (var older = open();
        var newer = open()) {
      long first = older.acquire("orders", "older");
      long clicks = older.acquire("clicks", "older");
      older.save(List.of(at("orders", "s", first, "5")));
      long second = newer.acquire("orders", "newer");
      assertThat(second).isGreaterThan(first);
      newer.save(List.of(at("orders", "s", second, "6")));

      Set<ShardKey> refused =
          older.save(
              List.of(
                  at("clicks", "a", clicks, "1"),
                  at("orders", "s", first, "9"),
                  at("orders", "t", first, "9"),
                  at("clicks", "b", clicks, "2")));

      assertThat(refused)
          .containsExactlyInAnyOrder(new ShardKey("orders", "s"), new ShardKey("orders", "t"));
      assertThat(newer.load("orders")).isEqualTo(Map.of("s", at("orders", "s", second, "6")));
      assertThat(newer.load("clicks")).containsOnlyKeys("a", "b");
    }
  }

  @Test
  default void shouldRefuseAnEpochThatWasNeverGiven() throws CheckpointException {
    try (var store = open()) {
      long epoch = store.acquire("orders", "me");
      assertThat(store.save(List.of(at("orders", "s", epoch + 1, "5")))).hasSize(1);
      assertThat(store.load("orders")).isEmpty();
    }
  }

  @Test
  default void shouldRefuseSavesOfADeletedMappingThoughItWasCreatedAgain()
      throws CheckpointException {
    try (var store = open()) {
      long before = store.acquire("orders", "me");
      store.save(List.of(at("orders", "s", before, "5")));
      store.delete("orders");
      assertThat(store.save(List.of(at("orders", "s", before, "6")))).hasSize(1);
      long after = store.acquire("orders", "me");
      assertThat(after).isGreaterThan(before);
      assertThat(store.save(List.of(at("orders", "s", before, "7")))).hasSize(1);
      assertThat(store.load("orders")).isEmpty();
    }
  }

  @Test
  default void shouldFenceTheOwnersOfLeasedShardsAndNoOthers() throws CheckpointException {
    try (var older = open();
        var newer = open()) {
      long first = older.acquire("orders", "older");
      older.save(List.of(at("orders", "s", first, "5"), at("orders", "t", first, "5")));
      long second = newer.acquire("orders", Set.of("s", "new"), "newer");
      assertThat(second).isGreaterThan(first);
      assertThat(newer.load("orders")).as("a lease is no checkpoint").containsOnlyKeys("s", "t");

      Set<ShardKey> refused =
          older.save(
              List.of(
                  at("orders", "s", first, "6"),
                  at("orders", "t", first, "6"),
                  at("orders", "new", first, "6")));

      assertThat(refused)
          .containsExactlyInAnyOrder(new ShardKey("orders", "s"), new ShardKey("orders", "new"));
      assertThat(
              newer.save(List.of(at("orders", "s", second, "7"), at("orders", "t", second, "7"))))
          .as("t is not leased under it")
          .containsExactly(new ShardKey("orders", "t"));
      assertThat(newer.load("orders"))
          .isEqualTo(
              Map.of("s", at("orders", "s", second, "7"), "t", at("orders", "t", first, "6")));
    }
  }

  @Test
  default void shouldLeaseShardsOfAMappingThatNobodyOwns() throws CheckpointException {
    try (var store = open()) {
      long epoch = store.acquire("orders", Set.of("s"), "me");
      assertThat(store.save(List.of(at("orders", "s", epoch, "1"), at("orders", "t", epoch, "1"))))
          .containsExactly(new ShardKey("orders", "t"));
      assertThat(store.load("orders")).containsOnlyKeys("s");
      assertThat(store.acquire("clicks", "me")).isGreaterThan(epoch);
    }
  }

  @Test
  default void shouldMoveOneShardsLeaseAndLeaveTheOthersWhereTheyAre() throws CheckpointException {
    try (var store = open()) {
      long first = store.acquire("orders", Set.of("s", "t"), "one");
      long other = store.acquire("clicks", Set.of("s"), "one");
      long second = store.acquire("orders", Set.of("t"), "two");
      assertThat(
              store.save(
                  List.of(
                      at("orders", "s", first, "1"),
                      at("orders", "t", first, "1"),
                      at("clicks", "s", other, "1"))))
          .containsExactly(new ShardKey("orders", "t"));
      assertThat(store.save(List.of(at("orders", "t", second, "2")))).isEmpty();
    }
  }

  @Test
  default void shouldFenceTheOwnersOfShardsWhenTheWholeMappingIsTaken() throws CheckpointException {
    try (var store = open()) {
      long shards = store.acquire("orders", Set.of("s", "t"), "one");
      long clicks = store.acquire("clicks", Set.of("s"), "one");
      long whole = store.acquire("orders", "two");
      assertThat(whole).isGreaterThan(shards);
      assertThat(
              store.save(List.of(at("orders", "s", shards, "1"), at("clicks", "s", clicks, "1"))))
          .containsExactly(new ShardKey("orders", "s"));
      assertThat(store.save(List.of(at("orders", "s", whole, "2"), at("orders", "t", whole, "2"))))
          .isEmpty();
    }
  }

  @Test
  default void shouldRefuseTheOwnersOfShardsOnceTheMappingIsDeleted() throws CheckpointException {
    try (var store = open()) {
      long shards = store.acquire("orders", Set.of("s"), "me");
      store.save(List.of(at("orders", "s", shards, "1")));
      store.delete("orders");
      assertThat(store.save(List.of(at("orders", "s", shards, "2")))).hasSize(1);
      long whole = store.acquire("orders", "me");
      assertThat(whole).isGreaterThan(shards);
      assertThat(store.save(List.of(at("orders", "s", shards, "3")))).hasSize(1);
      assertThat(store.load("orders")).isEmpty();
    }
  }

  @Test
  default void shouldKeepLeasesOfShardsWhenReopened() throws CheckpointException {
    long whole;
    long shards;
    try (var store = open()) {
      whole = store.acquire("orders", "me");
      shards = store.acquire("orders", Set.of("s"), "me");
    }
    try (var store = open()) {
      assertThat(store.save(List.of(at("orders", "s", whole, "1"), at("orders", "t", whole, "1"))))
          .containsExactly(new ShardKey("orders", "s"));
      assertThat(store.save(List.of(at("orders", "s", shards, "2")))).isEmpty();
    }
  }

  @Test
  default void shouldLeaseThousandsOfShardsInOneCall() throws CheckpointException {
    try (var store = open()) {
      var shards = new HashSet<String>();
      for (int i = 0; i < 3_000; i++) {
        shards.add("shard-" + i);
      }
      long epoch = store.acquire("orders", shards, "me");
      assertThat(store.save(shards.stream().map(id -> at("orders", id, epoch, "1")).toList()))
          .isEmpty();
    }
  }

  @Test
  default void shouldLeaseNoShardsOnlyByMistake() throws CheckpointException {
    try (var store = open()) {
      assertThatThrownBy(() -> store.acquire("orders", Set.of(), "me"))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  default void shouldForgetAMappingItNeverKnew() throws CheckpointException {
    try (var store = open()) {
      store.delete("nobody");
      assertThat(store.load("nobody")).isEmpty();
    }
  }

  @Test
  default void shouldSaveNothingWithoutComplaint() throws CheckpointException {
    try (var store = open()) {
      assertThat(store.save(List.of())).isEmpty();
    }
  }

  @Test
  default void shouldTakeAnyTextInNamesAndPositions() throws CheckpointException {
    String odd = "a'b\"c;--%s ü 漢 \uD83D\uDE00 /?# \n";
    try (var store = open()) {
      long epoch = store.acquire(odd, odd);
      store.save(List.of(at(odd, odd, epoch, odd), at(odd, "", epoch, "")));
      long leased = store.acquire("x", Set.of(odd, ""), odd);
      assertThat(store.save(List.of(at("x", odd, leased, odd), at("x", "", leased, "")))).isEmpty();
      assertThat(store.load(odd))
          .isEqualTo(Map.of(odd, at(odd, odd, epoch, odd), "", at(odd, "", epoch, "")));
    }
  }

  @Test
  default void shouldSaveThousandsOfShardsInOneCall() throws CheckpointException {
    try (var store = open()) {
      long epoch = store.acquire("orders", "me");
      var random = new Random(1);
      var saved = new HashMap<String, Checkpoint>();
      for (int i = 0; i < 5_000; i++) {
        var key = new ShardKey("orders", "shard-" + i);
        var map = SettledMapTest.random(random, 512);
        saved.put(key.shard(), new Checkpoint(key, epoch, "" + i, map, random.nextBoolean()));
      }
      assertThat(store.save(new ArrayList<>(saved.values()))).isEmpty();
      assertThat(store.load("orders")).isEqualTo(saved);
    }
  }

  @Test
  default void shouldTakeTheSameCallTwiceWhenClosing() throws CheckpointException {
    var store = open();
    store.close();
    store.close();
    assertThatThrownBy(() -> store.load("orders")).isInstanceOf(IllegalStateException.class);
  }
}
