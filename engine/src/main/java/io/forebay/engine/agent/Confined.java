/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine.agent;

import org.jspecify.annotations.Nullable;

/**
 * Guards state that belongs to one thread: {@code assert confined.here()} fails with assertions on
 * when another thread comes. Costs nothing in production.
 */
public final class Confined {

  private final String what;
  private @Nullable Thread owner;

  /** A guard that is bound by its first use. */
  public Confined(String what) {
    this.what = what;
  }

  /** True, or fails with a message that names both threads. */
  public boolean here() {
    Thread current = Thread.currentThread();
    if (owner == null) {
      owner = current;
    }
    if (owner != current) {
      throw new AssertionError(
          what + " belongs to " + owner.getName() + " and was used by " + current.getName());
    }
    return true;
  }
}
