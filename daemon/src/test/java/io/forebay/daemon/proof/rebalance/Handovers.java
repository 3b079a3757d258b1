/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.proof.rebalance;

import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.daemon.proof.LedgerLine;
import io.forebay.daemon.proof.kafka.KafkaTopicLog;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The ledgers of several daemons of one group, put in the order of time and judged: whoever owns a
 * partition goes on where the last owner left off, and no two own it together.
 */
final class Handovers {

  private final List<Entry> entries = new ArrayList<>();
  private final Map<String, Long> diedAt;
  private final Map<String, Long> nextOfKey = new HashMap<>();
  private final Map<String, Map<String, String>> holders = new HashMap<>();
  private final Set<String> handled = new HashSet<>();
  private final List<Long> again = new ArrayList<>();

  /** A line of one daemon's ledger. */
  private record Entry(String member, LedgerLine line) {}

  /**
   * Judges.
   *
   * @param ledgers lines by daemon
   * @param diedAt when daemons were killed; what they held they hold no more
   * @throws AssertionError if a key's records are handled out of order, or if two daemons hold
   *     records of one partition at the same time
   */
  Handovers(Map<String, List<LedgerLine>> ledgers, Map<String, Long> diedAt) {
    this.diedAt = Map.copyOf(diedAt);
    merge(ledgers);
    entries.forEach(this::judge);
  }

  /**
   * Whether what was sent is what was handled.
   *
   * @throws AssertionError if a record was lost, or one came that nobody sent
   */
  void mustHoldAllOf(KafkaTopicLog log) {
    Set<String> sent = new HashSet<>();
    for (String shard : log.shards()) {
      log.records(shard).forEach(one -> sent.add(place(shard, Long.toString(one.offset()))));
    }
    assertThat(handled).isEqualTo(sent);
  }

  /** How often a record was handled again within this time. */
  long again(Span span) {
    return again.stream().filter(span::holds).count();
  }

  /** The longest time without any handled record. */
  long standstill(Span span) {
    return longestPause(
        entries.stream().map(Entry::line).filter(Handovers::isHandled).toList(), span);
  }

  /** The longest time without a handled record, of each partition. */
  Map<String, Long> standstills(Span span) {
    Map<String, List<LedgerLine>> byShard = new TreeMap<>();
    entries.stream()
        .map(Entry::line)
        .filter(Handovers::isHandled)
        .forEach(line -> byShard.computeIfAbsent(line.shard(), any -> new ArrayList<>()).add(line));
    Map<String, Long> longest = new TreeMap<>();
    byShard.forEach((shard, lines) -> longest.put(shard, longestPause(lines, span)));
    return longest;
  }

  /**
   * Whether no record before these offsets came to a handler after that time.
   *
   * @param committed offsets by partition's shard id
   * @throws AssertionError if one did
   */
  void mustNotComeAgain(Map<String, Long> committed, long afterMillis) {
    for (Entry each : entries) {
      LedgerLine line = each.line;
      must(
          line.what() != LedgerLine.TAKEN
              || line.atMillis() <= afterMillis
              || Long.parseLong(line.position()) >= committed.getOrDefault(line.shard(), 0L),
          each,
          "came again, though the group had committed " + committed);
    }
  }

  /**
   * Each ledger keeps its order; of what two wrote in the same millisecond, what ends comes before
   * what begins.
   */
  private void merge(Map<String, List<LedgerLine>> ledgers) {
    Comparator<Entry> order =
        Comparator.comparingLong((Entry each) -> each.line.atMillis())
            .thenComparing(each -> each.line.what() == LedgerLine.TAKEN);
    List<Deque<Entry>> heads = new ArrayList<>();
    ledgers.forEach(
        (member, lines) -> {
          Deque<Entry> queue = new ArrayDeque<>();
          lines.forEach(line -> queue.add(new Entry(member, line)));
          heads.add(queue);
        });
    while (heads.removeIf(Deque::isEmpty) || !heads.isEmpty()) {
      heads.stream()
          .filter(each -> !each.isEmpty())
          .min(Comparator.comparing(Deque::element, order))
          .ifPresent(first -> entries.add(first.remove()));
    }
  }

  private void judge(Entry entry) {
    LedgerLine line = entry.line;
    Map<String, String> open = holders.computeIfAbsent(line.shard(), any -> new HashMap<>());
    open.values().removeIf(member -> diedAt.getOrDefault(member, Long.MAX_VALUE) < line.atMillis());
    switch (line.what()) {
      case LedgerLine.TAKEN -> {
        must(
            open.values().stream().allMatch(entry.member::equals),
            entry,
            "is taken while others still hold " + open);
        open.put(line.invocation(), entry.member);
      }
      case LedgerLine.HANDLED -> {
        open.remove(line.invocation());
        handled(entry);
      }
      default -> open.remove(line.invocation());
    }
  }

  private void handled(Entry entry) {
    LedgerLine line = entry.line;
    long next = nextOfKey.getOrDefault(line.key(), 0L);
    must(line.seq() <= next, entry, "is handled before number " + next + " of its key");
    nextOfKey.put(line.key(), Math.max(next, line.seq() + 1));
    if (!handled.add(place(line.shard(), line.position()))) {
      again.add(line.atMillis());
    }
  }

  private static String place(String shard, String position) {
    return shard + "/" + position;
  }

  private static long longestPause(List<LedgerLine> lines, Span span) {
    long longest = 0;
    long last = span.fromMillis();
    for (LedgerLine line : lines) {
      if (line.atMillis() > span.toMillis()) {
        break;
      }
      if (line.atMillis() > span.fromMillis()) {
        longest = Math.max(longest, line.atMillis() - last);
      }
      last = line.atMillis();
    }
    return longest;
  }

  private static boolean isHandled(LedgerLine line) {
    return line.what() == LedgerLine.HANDLED;
  }

  private static void must(boolean holds, Entry what, String complaint) {
    if (!holds) {
      throw new AssertionError(what + " " + complaint);
    }
  }

  /** A time, both ends in milliseconds since the epoch. */
  record Span(long fromMillis, long toMillis) {

    boolean holds(long atMillis) {
      return fromMillis < atMillis && atMillis <= toMillis;
    }
  }
}
