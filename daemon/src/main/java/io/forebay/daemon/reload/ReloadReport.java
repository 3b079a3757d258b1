/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.reload;

import io.forebay.config.Fault;
import java.util.List;

/**
 * What came of a reload.
 *
 * @param faults what is wrong with the files; if there is anything, nothing was changed and the
 *     rest of this is empty
 * @param mappings what was done, by mapping
 * @param restartNeeded fields that differ and stay as they are until the daemon is started anew
 * @param warnings what is wrong with the files but stops nothing
 */
public record ReloadReport(
    List<Fault> faults, List<Applied> mappings, List<String> restartNeeded, List<String> warnings) {

  /**
   * What was done to a mapping.
   *
   * @param change what the files ask for
   * @param state its state after that, in the platform's words; empty: it is gone
   * @param done whether it has arrived there; else it is on the way, or a problem says why not
   * @param problem why it did not get there; empty if nothing is wrong
   */
  public record Applied(MappingChange change, String state, boolean done, String problem) {}

  /** Nothing was changed, for these reasons. */
  static ReloadReport refused(List<Fault> faults) {
    return new ReloadReport(faults, List.of(), List.of(), List.of());
  }

  /** Copies what it is given. */
  public ReloadReport {
    faults = List.copyOf(faults);
    mappings = List.copyOf(mappings);
    restartNeeded = List.copyOf(restartNeeded);
    warnings = List.copyOf(warnings);
  }

  /** Whether nothing was changed, because the files are wrong. */
  public boolean refused() {
    return !faults.isEmpty();
  }

  /** Whether every mapping is where the files want it. */
  public boolean done() {
    return mappings.stream().allMatch(Applied::done);
  }
}
