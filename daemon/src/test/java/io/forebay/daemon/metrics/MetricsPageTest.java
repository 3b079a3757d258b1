/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.daemon.StubEngine;
import io.forebay.daemon.health.ShardReport;
import io.forebay.engine.MappingState;
import io.forebay.engine.MappingStatus;
import io.forebay.engine.MappingStatus.ShardStatus;
import io.forebay.engine.Meter;
import io.forebay.engine.Waiting;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.exporter.common.TextFormat;
import java.io.IOException;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetricsPageTest {

  private static final Pattern SAMPLE =
      Pattern.compile(
          "[a-zA-Z_:][a-zA-Z0-9_:]*(\\{([a-zA-Z_][a-zA-Z0-9_]*=\"(\\\\.|[^\"\\\\\\n])*\",?)*})?"
              + " (NaN|[+-]Inf|[+-]?[0-9.eE+-]+)");
  private static final Pattern TYPE = Pattern.compile("# TYPE (\\S+) (\\S+)");

  private static final ShardReport REPORT =
      new ShardReport(Map.of(new ShardReport.ShardName("orders", "s-0"), 1_500L), List.of());

  private final StubEngine engine =
      new StubEngine()
          .with(
              new MappingStatus(
                  "orders",
                  MappingState.ENABLED,
                  "USER_INITIATED",
                  "OK",
                  "",
                  List.of(
                      new ShardStatus(
                          "s-0", "42", 7, 2, 1, 1000, 2500, 300, false, "", Waiting.NOTHING),
                      new ShardStatus(
                          "s-1",
                          "",
                          0,
                          0,
                          0,
                          -1,
                          0,
                          0,
                          false,
                          "queue file is damaged",
                          Waiting.NOTHING))))
          .with(StubEngine.status("pay.ments", MappingState.DISABLED, "USER_INITIATED", ""));

  @Test
  void shouldTellEveryMeterOfEveryMapping() throws IOException {
    String page = page(TextFormat.CONTENT_TYPE_004);

    for (Meter meter : Meter.values()) {
      assertThat(page)
          .contains(
              "forebay_" + meter.id() + "_total{mapping=\"orders\",} " + meter.ordinal() + ".0\n");
    }
  }

  @Test
  void shouldTellShardsStatesAndRings() throws IOException {
    assertThat(page(TextFormat.CONTENT_TYPE_004))
        .contains(
            "forebay_iterator_age_seconds{mapping=\"orders\",shard=\"s-0\",} 2.5\n",
            "forebay_lag_records{mapping=\"orders\",shard=\"s-0\",} 1000.0\n",
            "forebay_in_flight{mapping=\"orders\",shard=\"s-0\",} 2.0\n",
            "forebay_checkpoint_age_seconds{mapping=\"orders\",shard=\"s-0\",} 0.3\n",
            "forebay_shard_stuck_seconds{mapping=\"orders\",shard=\"s-0\",} 1.5\n",
            "forebay_shard_stuck_seconds{mapping=\"orders\",shard=\"s-1\",} 0.0\n",
            "forebay_mapping_state{mapping=\"orders\",state=\"Enabled\",} 1.0\n",
            "forebay_mapping_state{mapping=\"orders\",state=\"Disabled\",} 0.0\n",
            "forebay_mapping_state{mapping=\"pay.ments\",state=\"Disabled\",} 1.0\n",
            "forebay_mapping_problem{mapping=\"orders\",} 1.0\n",
            "forebay_mapping_problem{mapping=\"pay.ments\",} 0.0\n",
            "forebay_ring_slots{worker=\"0\",} 256.0\n",
            "forebay_ring_used_slots{worker=\"0\",} 3.0\n");
  }

  @Test
  void shouldLeaveOutALagThatTheSourceDoesNotKnow() throws IOException {
    assertThat(page(TextFormat.CONTENT_TYPE_004))
        .doesNotContain("forebay_lag_records{mapping=\"orders\",shard=\"s-1\"");
  }

  @Test
  void shouldCumulateBucketsAndTellTimesInSeconds() throws IOException {
    assertThat(page(TextFormat.CONTENT_TYPE_004))
        .contains(
            "forebay_batch_size_bucket{mapping=\"orders\",le=\"1.0\",} 2.0\n",
            "forebay_batch_size_bucket{mapping=\"orders\",le=\"10.0\",} 5.0\n",
            "forebay_batch_size_bucket{mapping=\"orders\",le=\"100.0\",} 9.0\n",
            "forebay_batch_size_bucket{mapping=\"orders\",le=\"+Inf\",} 10.0\n",
            "forebay_batch_size_count{mapping=\"orders\",} 10.0\n",
            "forebay_batch_size_sum{mapping=\"orders\",} 1234.0\n",
            "forebay_invocation_seconds_bucket{mapping=\"orders\",le=\"0.005\",} 6.0\n",
            "forebay_invocation_seconds_bucket{mapping=\"orders\",le=\"0.5\",} 9.0\n",
            "forebay_invocation_seconds_sum{mapping=\"orders\",} 2.5\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {TextFormat.CONTENT_TYPE_004, TextFormat.CONTENT_TYPE_OPENMETRICS_100})
  void shouldBeWellFormed(String contentType) throws IOException {
    Map<String, String> types = new HashMap<>();
    for (String line : page(contentType).split("\n")) {
      Matcher type = TYPE.matcher(line);
      if (type.matches()) {
        assertThat(types.put(type.group(1), type.group(2))).as("second TYPE: " + line).isNull();
      } else if (!line.startsWith("#")) {
        assertThat(line).matches(SAMPLE);
        assertThat(types.keySet()).as(line).anyMatch(line::startsWith);
      }
    }
    assertThat(types).hasSizeGreaterThan(Meter.values().length);
  }

  @Test
  void shouldListEveryMetricOfThePageInTheTable() throws IOException {
    String table = MetricTable.markdown();
    Stream<String> names =
        page(TextFormat.CONTENT_TYPE_004)
            .lines()
            .map(TYPE::matcher)
            .filter(Matcher::matches)
            .map(type -> type.group(1));

    assertThat(names).allSatisfy(name -> assertThat(table).contains("| `" + name + "` |"));
  }

  private String page(String contentType) throws IOException {
    CollectorRegistry registry = new CollectorRegistry();
    registry.register(new EngineCollector(engine, () -> REPORT));
    registry.register(new ProcessCollector("1.2.3"));
    StringWriter text = new StringWriter();
    TextFormat.writeFormat(contentType, text, registry.metricFamilySamples());
    return text.toString();
  }
}
