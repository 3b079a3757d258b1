/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.process;

import java.util.concurrent.CompletableFuture;

/**
 * The signal HUP, which asks for the configuration to be read again. One that comes while the
 * process is starting is not lost: it counts once there is something to reload.
 */
public final class HangupSignal {

  private final CompletableFuture<Runnable> action = new CompletableFuture<>();

  private HangupSignal() {}

  /** Begins to listen. Once a process. */
  public static HangupSignal install() {
    HangupSignal hangup = new HangupSignal();
    Signals.handle("HUP", number -> hangup.onSignal());
    return hangup;
  }

  /** What to do at each signal, on a thread of the JVM's; it must not block. */
  public void run(Runnable reload) {
    action.complete(reload);
  }

  @SuppressWarnings("FutureReturnValueIgnored") // the action logs what becomes of it
  private void onSignal() {
    action.thenAccept(Runnable::run);
  }
}
