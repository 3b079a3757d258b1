/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.demo;

/** Shows progress while a run goes on. Confined to one thread. */
interface Display {

  /** Shows this, if it is time to. */
  void show(Progress progress);

  /** Leaves what was shown last. */
  void end(Progress progress);
}
