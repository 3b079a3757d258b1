/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.kafka.group;

import io.forebay.kafka.partition.LogRange;
import io.forebay.kafka.partition.OwnedPartition;
import io.forebay.kafka.partition.PartitionBuffer;
import io.forebay.source.SourceException;
import io.forebay.source.SourceException.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Partitions whose next offset is not there: removed before it was read, or never written because
 * the log has lost its end. Finds out what there is, and tells the reader; the one that is opened
 * after it begins there. Confined to the poller.
 */
final class OutOfRange {

  private final GroupTools tools;
  private final List<Case> cases = new ArrayList<>();

  OutOfRange(GroupTools tools) {
    this.tools = tools;
  }

  /** A partition that can't be read on, and the questions asked about it. */
  private record Case(
      OwnedPartition partition,
      @Nullable PartitionBuffer buffer,
      long wanted,
      Optional<Long> divergedAt,
      KafkaFuture<Map<TopicPartition, ListOffsetsResultInfo>> oldest,
      KafkaFuture<Map<TopicPartition, ListOffsetsResultInfo>> newest) {}

  void found(OffsetOutOfRangeException e, Map<TopicPartition, OwnedPartition> owned) {
    e.offsetOutOfRangePartitions()
        .forEach(
            (partition, offset) -> {
              OwnedPartition one = owned.get(partition);
              if (one != null) {
                one.outOfRange();
                cases.add(ask(one, offset, divergence(e, partition)));
              }
            });
  }

  void pass() {
    if (!cases.isEmpty()) {
      List<Case> done =
          cases.stream().filter(one -> one.oldest.isDone() && one.newest.isDone()).toList();
      cases.removeAll(done);
      done.forEach(this::close);
    }
  }

  private Case ask(OwnedPartition one, long wanted, Optional<Long> divergedAt) {
    List<TopicPartition> only = List.of(one.partition());
    return new Case(
        one,
        one.buffer(),
        wanted,
        divergedAt,
        BeginningLookup.offsets(tools.options(), tools.admin(), OffsetSpec.earliest(), only),
        BeginningLookup.offsets(tools.options(), tools.admin(), OffsetSpec.latest(), only));
  }

  private void close(Case one) {
    try {
      TopicPartition partition = one.partition.partition();
      long start = BeginningLookup.offset(one.oldest, partition);
      long end = BeginningLookup.offset(one.newest, partition);
      one.partition.range(range(one, start, end));
      tell(one, new SourceException(Kind.CORRUPT, sentence(one, start, end)));
    } catch (ExecutionException e) {
      // The range stays as it was: the next reader comes here again.
      tell(one, tools.options().faults().of(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void tell(Case one, SourceException why) {
    if (one.buffer != null) {
      one.buffer.fail(why);
    }
  }

  private static LogRange range(Case one, long start, long end) {
    if (one.wanted < start) {
      return new LogRange(start, Math.max(start, end), start);
    }
    long diverged = one.divergedAt.orElse(-1L);
    if (start <= diverged && diverged <= end) {
      return new LogRange(start, diverged, diverged);
    }
    return new LogRange(start, start, start); // another log: nothing that was read is of it
  }

  private static String sentence(Case one, long start, long end) {
    TopicPartition partition = one.partition.partition();
    return one.wanted < start
        ? "records "
            + one.wanted
            + " to "
            + (start - 1)
            + " of "
            + partition
            + " were removed before they were read: reading goes on at "
            + start
            + "; keep the topic's records for longer (retention.ms, retention.bytes)"
        : partition
            + " was read up to "
            + (one.wanted - 1)
            + " but ends before "
            + end
            + " now: it has lost records or was made anew; reading goes on at "
            + range(one, start, end).restart();
  }

  private static Optional<Long> divergence(OffsetOutOfRangeException e, TopicPartition partition) {
    if (e instanceof LogTruncationException truncated) {
      OffsetAndMetadata at = truncated.divergentOffsets().get(partition);
      return Optional.ofNullable(at).map(OffsetAndMetadata::offset);
    }
    return Optional.empty();
  }
}
