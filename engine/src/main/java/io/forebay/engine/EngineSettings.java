/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine;

import java.time.Duration;

/**
 * The settings of an engine; {@link #defaults} suits most.
 *
 * @param maximumConcurrency invocations of all mappings that may run together
 * @param workers worker threads
 * @param pumps pump threads, beside one for each reader that long-polls
 * @param checkpointInterval longest time between a settled record and its checkpoint
 * @param checkpointRecords settled records of a shard after which a checkpoint is written at once
 * @param drainTimeout how long a stop waits for running invocations before it leaves them
 * @param memoryBudget bytes of records that may be held in memory
 */
public record EngineSettings(
    int maximumConcurrency,
    int workers,
    int pumps,
    Duration checkpointInterval,
    int checkpointRecords,
    Duration drainTimeout,
    long memoryBudget) {

  /** Concurrent invocations the platform grants an account by default. */
  public static final int PLATFORM_CONCURRENCY = 1_000;

  /** What fits this machine. */
  public static EngineSettings defaults() {
    return new EngineSettings(
        PLATFORM_CONCURRENCY,
        Math.max(1, Runtime.getRuntime().availableProcessors() / 2),
        1,
        Duration.ofSeconds(1),
        1_000,
        Duration.ofSeconds(30),
        Runtime.getRuntime().maxMemory() / 3);
  }

  /** The same with another {@code maximumConcurrency}. */
  public EngineSettings withMaximumConcurrency(int invocations) {
    return new EngineSettings(
        invocations,
        workers,
        pumps,
        checkpointInterval,
        checkpointRecords,
        drainTimeout,
        memoryBudget);
  }

  /** The same with other numbers of threads. */
  public EngineSettings withThreads(int workerThreads, int pumpThreads) {
    return new EngineSettings(
        maximumConcurrency,
        workerThreads,
        pumpThreads,
        checkpointInterval,
        checkpointRecords,
        drainTimeout,
        memoryBudget);
  }

  /** The same with another pace of checkpoints. */
  public EngineSettings withCheckpoints(Duration interval, int records) {
    return new EngineSettings(
        maximumConcurrency, workers, pumps, interval, records, drainTimeout, memoryBudget);
  }

  /** The same with another drain timeout. */
  public EngineSettings withDrainTimeout(Duration timeout) {
    return new EngineSettings(
        maximumConcurrency,
        workers,
        pumps,
        checkpointInterval,
        checkpointRecords,
        timeout,
        memoryBudget);
  }

  /** The same with another memory budget, in bytes. */
  public EngineSettings withMemoryBudget(long bytes) {
    return new EngineSettings(
        maximumConcurrency,
        workers,
        pumps,
        checkpointInterval,
        checkpointRecords,
        drainTimeout,
        bytes);
  }
}
