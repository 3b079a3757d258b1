/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.metrics;

import io.prometheus.client.Collector;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The process itself: version, CPU, memory, garbage collections, threads. */
public final class ProcessCollector extends Collector {

  private static final double MILLIS_PER_SECOND = 1000;

  private final String version;

  /** Of a program of this version. */
  public ProcessCollector(String version) {
    this.version = version;
  }

  @Override
  public List<MetricFamilySamples> collect() {
    List<MetricFamilySamples> page = new ArrayList<>();
    page.add(Metric.BUILD.family().add(1, version, System.getProperty("java.version")).samples());
    page.add(
        Metric.PROCESS_START
            .family()
            .add(ManagementFactory.getRuntimeMXBean().getStartTime() / MILLIS_PER_SECOND)
            .samples());
    ProcessHandle.current()
        .info()
        .totalCpuDuration()
        .map(ProcessCollector::seconds)
        .ifPresent(cpu -> page.add(Metric.PROCESS_CPU.family().add(cpu).samples()));
    memory(page);
    collections(page);
    page.add(
        Metric.JVM_THREADS
            .family()
            .add(ManagementFactory.getThreadMXBean().getThreadCount())
            .samples());
    return page;
  }

  private static void memory(List<MetricFamilySamples> page) {
    Family used = Metric.JVM_MEMORY.family();
    Family max = Metric.JVM_MEMORY_MAX.family();
    MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    MemoryUsage other = ManagementFactory.getMemoryMXBean().getNonHeapMemoryUsage();
    used.add(heap.getUsed(), "heap").add(other.getUsed(), "nonheap");
    max.add(heap.getMax(), "heap");
    if (other.getMax() > 0) {
      max.add(other.getMax(), "nonheap");
    }
    page.add(used.samples());
    page.add(max.samples());
  }

  private static void collections(List<MetricFamilySamples> page) {
    Family count = Metric.JVM_GC_COUNT.family();
    Family time = Metric.JVM_GC_TIME.family();
    for (GarbageCollectorMXBean gc : ManagementFactory.getGarbageCollectorMXBeans()) {
      count.add(gc.getCollectionCount(), gc.getName());
      time.add(gc.getCollectionTime() / MILLIS_PER_SECOND, gc.getName());
    }
    page.add(count.samples());
    page.add(time.samples());
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / MILLIS_PER_SECOND;
  }
}
