/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.config;

import java.util.List;
import java.util.Optional;

/** What came of reading a configuration: the configuration, or everything that is wrong with it. */
public final class ConfigResult {

  private final Optional<ForebayConfig> config;
  private final List<Fault> faults;

  private ConfigResult(Optional<ForebayConfig> config, List<Fault> faults) {
    this.config = config;
    this.faults = faults;
  }

  static ConfigResult of(ForebayConfig config) {
    return new ConfigResult(Optional.of(config), List.of());
  }

  static ConfigResult of(List<Fault> faults) {
    return new ConfigResult(Optional.empty(), List.copyOf(faults));
  }

  /** The configuration, which the caller closes; empty if there are faults. */
  public Optional<ForebayConfig> config() {
    return config;
  }

  /** The faults, sorted by file and line; empty if there is a configuration. */
  public List<Fault> faults() {
    return faults;
  }

  /**
   * The configuration, which the caller closes.
   *
   * @throws ConfigException if there are faults
   */
  public ForebayConfig orThrow() {
    return config.orElseThrow(() -> new ConfigException(faults));
  }
}
