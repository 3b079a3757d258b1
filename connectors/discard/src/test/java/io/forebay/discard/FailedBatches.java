/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.discard;

import io.forebay.handler.Header;
import io.forebay.handler.SourceRecord;
import io.forebay.source.FailedBatch;
import io.forebay.source.FailedBatch.Condition;
import io.forebay.source.FailedBatch.FunctionError;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Batches for tests. */
final class FailedBatches {

  private FailedBatches() {}

  static FailedBatch random(Random random) {
    List<SourceRecord> records = new ArrayList<>();
    int count = 1 + random.nextInt(20);
    for (int i = 0; i < count; i++) {
      List<Header> headers = new ArrayList<>();
      for (int h = random.nextInt(4); h > 0; h--) {
        headers.add(new Header("name" + random.nextInt(2), bytes(random, 50)));
      }
      int key = random.nextInt(3);
      records.add(
          new DiscardedRecord(
              "pos-" + i,
              random.nextLong() >>> 20,
              key == 0
                  ? Optional.empty()
                  : Optional.of(key == 1 ? ByteBuffer.allocate(0) : bytes(random, 30)),
              bytes(random, 2_000),
              headers));
    }
    return with(records, Condition.values()[random.nextInt(3)], random.nextBoolean());
  }

  static FailedBatch with(List<SourceRecord> records, Condition condition, boolean error) {
    return new FailedBatch(
        "orders",
        "delays",
        "chronicle:/data/\"x\"",
        "shard-0001",
        condition,
        "0f8fad5b-d9cb-469f-a165-70867728950e",
        3,
        error
            ? Optional.of(new FunctionError("java.lang.Error", "two\nlines, \u0000, ü, 🌊"))
            : Optional.empty(),
        Instant.parse("2026-01-02T03:04:05.678Z"),
        records);
  }

  static FailedBatch ofText(String data) {
    return with(
        List.of(
            new DiscardedRecord(
                "0001",
                1_767_322_845_001L,
                Optional.empty(),
                ByteBuffer.wrap(data.getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                List.of())),
        Condition.RETRY_ATTEMPTS_EXHAUSTED,
        true);
  }

  private static ByteBuffer bytes(Random random, int most) {
    byte[] bytes = new byte[random.nextInt(most + 1)];
    random.nextBytes(bytes);
    return ByteBuffer.wrap(bytes);
  }
}
