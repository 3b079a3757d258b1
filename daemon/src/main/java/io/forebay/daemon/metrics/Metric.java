/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.metrics;

import io.prometheus.client.Collector;
import java.util.List;

/** Every metric of the page that is not one of the engine's counters. */
enum Metric {
  MAPPING_STATE(
      "forebay_mapping_state",
      Collector.Type.GAUGE,
      List.of("mapping", "state"),
      "1 for the state the mapping is in, 0 for the others."),
  MAPPING_PROBLEM(
      "forebay_mapping_problem",
      Collector.Type.GAUGE,
      List.of("mapping"),
      "1 while something keeps the mapping or one of its shards from moving, else 0."),
  ITERATOR_AGE(
      "forebay_iterator_age_seconds",
      Collector.Type.GAUGE,
      List.of("mapping", "shard"),
      "Age of the last record handed to the handler when it was handed over; 0 once caught up."),
  LAG(
      "forebay_lag_records",
      Collector.Type.GAUGE,
      List.of("mapping", "shard"),
      "Records behind the shard's end, as the source sees it; left out where it does not know."),
  OPEN(
      "forebay_open_records",
      Collector.Type.GAUGE,
      List.of("mapping", "shard"),
      "Records taken in and not yet reached by the checkpoint position."),
  IN_FLIGHT(
      "forebay_in_flight",
      Collector.Type.GAUGE,
      List.of("mapping", "shard"),
      "Invocations running now."),
  WAITING(
      "forebay_waiting_batches",
      Collector.Type.GAUGE,
      List.of("mapping", "shard"),
      "Batches waiting for their next attempt."),
  CHECKPOINT_AGE(
      "forebay_checkpoint_age_seconds",
      Collector.Type.GAUGE,
      List.of("mapping", "shard"),
      "Time since the last stored checkpoint; 0 while all that is reached is stored."),
  SHARD_STUCK(
      "forebay_shard_stuck_seconds",
      Collector.Type.GAUGE,
      List.of("mapping", "shard"),
      "How long the shard has had work and has not moved; 0 while it moves or has nothing to do."),
  BATCH_SIZE(
      "forebay_batch_size", Collector.Type.HISTOGRAM, List.of("mapping"), "Records in a batch."),
  INVOCATION(
      "forebay_invocation_seconds",
      Collector.Type.HISTOGRAM,
      List.of("mapping"),
      "How long invocations took."),
  RING_SLOTS(
      "forebay_ring_slots",
      Collector.Type.GAUGE,
      List.of("worker"),
      "Slots of the ring between pumps and a worker."),
  RING_USED(
      "forebay_ring_used_slots",
      Collector.Type.GAUGE,
      List.of("worker"),
      "Slots of the ring in use now."),
  BUILD("forebay_build_info", Collector.Type.GAUGE, List.of("version", "java"), "Always 1."),
  PROCESS_START(
      "process_start_time_seconds",
      Collector.Type.GAUGE,
      List.of(),
      "When the process started, in seconds since the epoch."),
  PROCESS_CPU(
      "process_cpu_seconds_total",
      Collector.Type.COUNTER,
      List.of(),
      "CPU time of the process so far."),
  JVM_MEMORY(
      "jvm_memory_used_bytes",
      Collector.Type.GAUGE,
      List.of("area"),
      "Memory in use, by heap and nonheap."),
  JVM_MEMORY_MAX(
      "jvm_memory_max_bytes",
      Collector.Type.GAUGE,
      List.of("area"),
      "Most memory it may take, if limited."),
  JVM_GC_COUNT(
      "jvm_gc_collections_total",
      Collector.Type.COUNTER,
      List.of("gc"),
      "Garbage collections so far."),
  JVM_GC_TIME(
      "jvm_gc_collection_seconds_total",
      Collector.Type.COUNTER,
      List.of("gc"),
      "Time spent in garbage collections so far."),
  JVM_THREADS(
      "jvm_threads_current", Collector.Type.GAUGE, List.of(), "Platform threads alive now.");

  private final String id;
  private final Collector.Type type;

  @SuppressWarnings("ImmutableEnumChecker") // made by List.of
  private final List<String> labels;

  private final String help;

  Metric(String id, Collector.Type type, List<String> labels, String help) {
    this.id = id;
    this.type = type;
    this.labels = labels;
    this.help = help;
  }

  /** The name on the page. */
  String id() {
    return id;
  }

  Collector.Type type() {
    return type;
  }

  List<String> labels() {
    return labels;
  }

  /** One sentence. */
  String help() {
    return help;
  }

  /** Begins the metric's samples of one scrape. */
  Family family() {
    return new Family(id, type, labels, help);
  }
}
