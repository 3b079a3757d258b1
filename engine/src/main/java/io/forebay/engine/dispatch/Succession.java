/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine.dispatch;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What follows an invocation on the same thread once it has succeeded. A shard's next batch waits
 * for the end of the one before; where that end is a success, there is nothing to decide, and
 * asking the worker would cost two wake-ups a batch. So the worker may name the successor
 * beforehand.
 *
 * <p>The worker offers and cuts, the handler's thread closes; whoever is first decides.
 */
final class Succession {

  /** Nothing can be offered any more. */
  private static final Object CUT = new Object();

  /** The invocation has ended; if there was a successor, its thread has gone on to it. */
  private static final Object ENDED = new Object();

  private final AtomicReference<@Nullable Object> next = new AtomicReference<>();

  /** Worker: names the successor; false if it is too late. */
  boolean offer(Invocation successor) {
    return next.compareAndSet(null, successor);
  }

  /** Worker: takes back what was offered; false if the invocation has ended meanwhile. */
  boolean cut() {
    Object now = next.get();
    while (now != ENDED) {
      if (next.compareAndSet(now, CUT)) {
        return true;
      }
      now = next.get();
    }
    return false;
  }

  /** Handler's thread: the invocation has ended. Returns the successor, if it may go on to one. */
  @Nullable Invocation end(boolean mayGoOn) {
    Object now = next.getAndSet(mayGoOn ? ENDED : CUT);
    return mayGoOn && now instanceof Invocation successor ? successor : null;
  }
}
