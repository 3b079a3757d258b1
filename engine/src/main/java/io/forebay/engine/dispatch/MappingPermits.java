/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine.dispatch;

/**
 * A mapping's share of the permits: its own limit, if it has one, and the engine's. Shared by all
 * workers.
 *
 * @param mapping the mapping's own
 * @param engine the engine's
 */
public record MappingPermits(Permits mapping, Permits engine) {

  /** Takes one of both, or none. */
  public boolean tryTake() {
    if (!mapping.tryTake()) {
      return false;
    }
    if (engine.tryTake()) {
      return true;
    }
    mapping.giveBack();
    return false;
  }

  /** Gives both back. */
  public void giveBack() {
    mapping.giveBack();
    engine.giveBack();
  }

  /** Whether both could be had now. */
  public boolean available() {
    return mapping.available() && engine.available();
  }
}
