/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.discard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forebay.handler.SourceRecord;
import io.forebay.source.FailedBatch;
import io.forebay.source.FailedBatch.Condition;
import io.forebay.source.SourceException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DiscardEntryTest {

  @Test
  void shouldReadBackWhatItWrote() throws Exception {
    Random random = new Random(1);
    for (int i = 0; i < 500; i++) {
      FailedBatch batch = FailedBatches.random(random);
      byte[] line = DiscardEntry.toJson(batch);
      assertThat(new String(line, StandardCharsets.UTF_8)).doesNotContain("\n", "\r");
      assertThat(DiscardEntry.parse(line)).isEqualTo(batch);
    }
  }

  @Test
  void shouldHaveTheMembersOfTheDiscardRecordInItsOrder() {
    String json = text(FailedBatches.ofText("hi"));
    assertThat(json)
        .isEqualTo(
            "{\"requestContext\":{\"requestId\":\"0f8fad5b-d9cb-469f-a165-70867728950e\","
                + "\"functionArn\":\"delays\",\"condition\":\"RetryAttemptsExhausted\","
                + "\"approximateInvokeCount\":3},"
                + "\"responseContext\":{\"statusCode\":200,\"executedVersion\":\"$LATEST\","
                + "\"functionError\":\"Unhandled\"},"
                + "\"version\":\"1.0\",\"timestamp\":\"2026-01-02T03:04:05.678Z\","
                + "\"ForebayBatchInfo\":{\"shardId\":\"shard-0001\","
                + "\"startSequenceNumber\":\"0001\",\"endSequenceNumber\":\"0001\","
                + "\"approximateArrivalOfFirstRecord\":\"2026-01-02T03:00:45.001Z\","
                + "\"approximateArrivalOfLastRecord\":\"2026-01-02T03:00:45.001Z\","
                + "\"batchSize\":1,\"source\":\"chronicle:/data/\\\"x\\\"\",\"mapping\":\"orders\"},"
                + "\"forebay\":{\"format\":1,\"functionError\":{\"type\":\"java.lang.Error\","
                + "\"message\":\"two\\nlines, \\u0000, ü, 🌊\"}},"
                + "\"records\":[{\"position\":\"0001\",\"timestamp\":1767322845001,"
                + "\"key\":null,\"data\":\"aGk=\",\"headers\":[]}]}");
  }

  @Test
  void shouldLeaveTheResponseOutWhereTheHandlerDidNotRun() {
    List<SourceRecord> records = FailedBatches.ofText("x").records();
    assertThat(text(FailedBatches.with(records, Condition.RECORD_AGE_EXCEEDED, false)))
        .doesNotContain("responseContext", "functionError");
    assertThat(text(FailedBatches.with(records, Condition.RETRY_ATTEMPTS_EXHAUSTED, false)))
        .contains("\"functionError\":null");
  }

  @Test
  void shouldSurviveHalfASurrogatePair() throws Exception {
    FailedBatch batch = FailedBatches.ofText("x");
    FailedBatch odd =
        new FailedBatch(
            batch.mapping(),
            batch.handler(),
            batch.source(),
            batch.shard(),
            batch.condition(),
            batch.invocationId(),
            1,
            Optional.of(new FailedBatch.FunctionError("T", "a\ud83dz")),
            batch.discardedAt(),
            batch.records());
    assertThat(DiscardEntry.parse(DiscardEntry.toJson(odd)).functionError().get().message())
        .isEqualTo("a?z");
  }

  @Test
  void shouldComplainOfWhatIsNoEntry() {
    String good = text(FailedBatches.ofText("x"));
    for (String bad :
        List.of(
            "", "[]", "{}", "null", "{\"a\":", good.substring(0, good.length() - 2), good + "{}")) {
      assertThatThrownBy(() -> DiscardEntry.parse(bad.getBytes(StandardCharsets.UTF_8)))
          .isInstanceOfSatisfying(
              SourceException.class,
              e -> assertThat(e.kind()).isEqualTo(SourceException.Kind.CORRUPT));
    }
    String newer = good.replace("\"format\":1", "\"format\":2");
    assertThatThrownBy(() -> DiscardEntry.parse(newer.getBytes(StandardCharsets.UTF_8)))
        .hasMessageContaining("format 2");
  }

  private static String text(FailedBatch batch) {
    return new String(DiscardEntry.toJson(batch), StandardCharsets.UTF_8);
  }
}
