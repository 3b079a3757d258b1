/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.servers.run;

import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One server for all tests of this JVM: started by the first who asks, ended with the JVM. Its very
 * job is to let several threads ask at once, hence the lock.
 */
public final class Shared<T> {
  private final Supplier<T> starter;
  private final Consumer<T> remover;
  private @Nullable T server;
  private @Nullable RuntimeException fault;

  public Shared(Supplier<T> starter, Consumer<T> remover) {
    this.starter = starter;
    this.remover = remover;
  }

  /** The server; what kept it from starting is thrown again each time, without another try. */
  public synchronized T get() {
    if (fault != null) {
      throw fault;
    }
    if (server == null) {
      server = start();
    }
    return server;
  }

  private T start() {
    try {
      T started = starter.get();
      Runtime.getRuntime().addShutdownHook(new Thread(() -> remover.accept(started)));
      return started;
    } catch (RuntimeException e) {
      fault = e;
      throw e;
    }
  }
}
