/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.benchmarks;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the process has used up to a moment. What a thread used is forgotten when it ends, so the
 * later moment is to be taken while the threads of interest still live.
 *
 * @param cpuNanos processor time of the whole process: threads, collector, compiler
 * @param allocatedBytes by the threads that live
 * @param gcMillis pauses of the collector
 * @param threadCpu processor time by role: the thread's name without its numbers
 */
record Usage(long cpuNanos, long allocatedBytes, long gcMillis, Map<String, Long> threadCpu) {

  static Usage now() {
    var system =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long[] ids = threads.getAllThreadIds();
    Map<String, Long> cpu = new HashMap<>();
    long allocated = 0;
    ThreadInfo[] infos = threads.getThreadInfo(ids);
    for (int i = 0; i < ids.length; i++) {
      ThreadInfo info = infos[i];
      if (info != null) {
        String role = info.getThreadName().replaceAll("[-0-9]+$", "");
        cpu.merge(role, Math.max(0, threads.getThreadCpuTime(ids[i])), Long::sum);
        allocated += Math.max(0, threads.getThreadAllocatedBytes(ids[i]));
      }
    }
    long gc = 0;
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      gc += Math.max(0, collector.getCollectionTime());
    }
    return new Usage(system.getProcessCpuTime(), allocated, gc, cpu);
  }

  /** What was used since then. */
  Usage since(Usage before) {
    Map<String, Long> cpu = new TreeMap<>();
    threadCpu.forEach(
        (role, nanos) -> cpu.put(role, nanos - before.threadCpu.getOrDefault(role, 0L)));
    return new Usage(
        cpuNanos - before.cpuNanos,
        allocatedBytes - before.allocatedBytes,
        gcMillis - before.gcMillis,
        cpu);
  }
}
