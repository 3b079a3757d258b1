/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon;

import io.forebay.handler.Batch;
import io.forebay.handler.BatchHandler;
import io.forebay.handler.BatchHandlerFactory;
import io.forebay.handler.BatchResult;
import io.forebay.handler.Handler;
import io.forebay.handler.InvocationContext;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A handler that stops at a gate, for tests that run in this process. */
public final class GatedFactory implements BatchHandlerFactory {

  private static final Map<String, Gate> GATES = new ConcurrentHashMap<>();

  /** The gate that handlers with this setting {@code gate} stop at; open at first. */
  public static Gate gate(String name) {
    return GATES.computeIfAbsent(name, any -> new Gate());
  }

  @Override
  public String name() {
    return "test-gated";
  }

  @Override
  public Handler create(Map<String, String> settings) {
    Gate gate = gate(settings.getOrDefault("gate", ""));
    gate.made.incrementAndGet();
    return new Gated(gate);
  }

  /** Lets handlers through, or not, and counts them. */
  public static final class Gate {
    private final AtomicInteger made = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();
    private final AtomicInteger entered = new AtomicInteger();
    private final AtomicInteger records = new AtomicInteger();
    private volatile CountDownLatch open = new CountDownLatch(0);

    /** Handlers stop at it from now on. */
    public void shut() {
      open = new CountDownLatch(1);
    }

    /** Lets all through. */
    public void open() {
      open.countDown();
    }

    /** How many handlers were made. */
    public int made() {
      return made.get();
    }

    /** How many were closed. */
    public int closed() {
      return closed.get();
    }

    /** How many batches have come to it. */
    public int entered() {
      return entered.get();
    }

    /** How many records have passed. */
    public int records() {
      return records.get();
    }
  }

  private record Gated(Gate gate) implements BatchHandler {
    @Override
    public BatchResult handle(Batch batch, InvocationContext context) throws InterruptedException {
      gate.entered.incrementAndGet();
      gate.open.await();
      gate.records.addAndGet(batch.size());
      return BatchResult.success();
    }

    @Override
    public void close() {
      gate.closed.incrementAndGet();
    }
  }
}
