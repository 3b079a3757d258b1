/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.demo;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What the command line says of a demo.
 *
 * @param rounds how often the flights are replayed; empty: {@value #DEFAULT_ROUNDS}, or as often as
 *     the run that is gone on with
 * @param folder where the run lives; empty: in the user's state folder
 * @param port the admin port; empty: the usual one, or any that is free
 * @param rate most records appended a second; 0: as fast as it goes
 * @param reset whether to start afresh though there is a run that could be gone on with
 * @param hold whether to stay after the end, so that the pages can be looked at
 */
public record DemoOptions(
    Optional<Integer> rounds,
    Optional<Path> folder,
    Optional<Integer> port,
    int rate,
    boolean reset,
    boolean hold) {

  /** Rounds of a run unless told otherwise: half a million records. */
  public static final int DEFAULT_ROUNDS = 25;

  /** Where the run lives. */
  Path root() {
    return folder.orElseGet(DemoFolder::defaultRoot);
  }
}
