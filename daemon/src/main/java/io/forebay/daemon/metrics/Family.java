/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.metrics;

import io.forebay.engine.MeterSnapshot.Distribution;
import io.prometheus.client.Collector;
import io.prometheus.client.Collector.MetricFamilySamples;
import io.prometheus.client.Collector.MetricFamilySamples.Sample;
import java.util.ArrayList;
import java.util.List;

/** Collects one metric's samples for one scrape. Confined to the scrape. */
final class Family {

  private static final String TOTAL = "_total";

  private final String name;
  private final Collector.Type type;
  private final List<String> labels;
  private final String help;
  private final List<Sample> samples = new ArrayList<>();

  Family(String name, Collector.Type type, List<String> labels, String help) {
    this.name = name;
    this.type = type;
    this.labels = labels;
    this.help = help;
  }

  /** Adds a value with the labels' values, in order. */
  Family add(long value, String... labelValues) {
    return add((double) value, labelValues);
  }

  /** Adds a value with the labels' values, in order. */
  Family add(double value, String... labelValues) {
    samples.add(new Sample(name, labels, List.of(labelValues), value));
    return this;
  }

  /**
   * Adds a histogram.
   *
   * @param unit what the distribution's values are divided by, for example 1000 from ms to s
   */
  Family add(Distribution values, double unit, String... labelValues) {
    List<String> names = new ArrayList<>(labels);
    names.add("le");
    long atMost = 0;
    for (int i = 0; i < values.upperBounds().size(); i++) {
      atMost += values.counts().get(i);
      addBucket(names, labelValues, values.upperBounds().get(i) / unit, atMost);
    }
    addBucket(names, labelValues, Double.POSITIVE_INFINITY, values.count());
    samples.add(new Sample(name + "_count", labels, List.of(labelValues), (double) values.count()));
    samples.add(new Sample(name + "_sum", labels, List.of(labelValues), values.sum() / unit));
    return this;
  }

  private void addBucket(List<String> names, String[] labelValues, double bound, long atMost) {
    List<String> all = new ArrayList<>(List.of(labelValues));
    all.add(Collector.doubleToGoString(bound));
    samples.add(new Sample(name + "_bucket", names, all, (double) atMost));
  }

  /** What was added, as the client library takes it: counters without the suffix it adds itself. */
  MetricFamilySamples samples() {
    String base =
        type == Collector.Type.COUNTER && name.endsWith(TOTAL)
            ? name.substring(0, name.length() - TOTAL.length())
            : name;
    return new MetricFamilySamples(base, type, help, samples);
  }
}
