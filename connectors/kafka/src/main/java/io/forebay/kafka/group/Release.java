/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.kafka.group;

import java.util.concurrent.atomic.AtomicBoolean;

/** Run by the engine, on any thread, when nothing of revoked partitions is in flight. */
final class Release implements Runnable {

  private final AtomicBoolean done = new AtomicBoolean();
  private final Bell bell;

  Release(Bell bell) {
    this.bell = bell;
  }

  @Override
  public void run() {
    done.set(true);
    bell.ring();
  }

  boolean done() {
    return done.get();
  }
}
