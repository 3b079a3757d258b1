/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.http;

import io.forebay.engine.MappingState;
import io.forebay.engine.MappingStatus;
import io.forebay.engine.MappingStatus.ShardStatus;
import java.util.ArrayList;
import java.util.List;

/** Says what keeps a mapping from being ready. */
final class MappingHealth {

  private static final String BY_USER = "USER_INITIATED";

  private MappingHealth() {}

  /**
   * The mapping's faults, as sentences; none if it is ready. One that somebody has paused, or that
   * was configured {@code enabled: false}, is as it should be.
   */
  static List<String> faults(MappingStatus status, boolean enabledBySettings) {
    if (status.state() != MappingState.ENABLED) {
      boolean meant = !enabledBySettings || status.reason().startsWith(BY_USER);
      boolean resting =
          status.state() == MappingState.DISABLED || status.state() == MappingState.DISABLING;
      return meant && resting
          ? List.of()
          : List.of("is " + status.state().word() + reason(status.reason()));
    }
    List<String> faults = new ArrayList<>();
    if (!status.problem().isEmpty()) {
      faults.add(status.problem());
    }
    for (ShardStatus shard : status.shards()) {
      if (!shard.problem().isEmpty()) {
        faults.add("shard " + shard.shard() + ": " + shard.problem());
      }
    }
    return faults;
  }

  private static String reason(String reason) {
    return reason.isEmpty() || reason.equals(BY_USER) ? "" : ": " + reason;
  }
}
