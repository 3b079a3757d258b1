/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.config;

import java.util.List;
import java.util.stream.Collectors;

/** A configuration has faults; the message holds all of them, one a line. */
public final class ConfigException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient List<Fault> faults;

  ConfigException(List<Fault> faults) {
    super(faults.stream().map(Fault::toString).collect(Collectors.joining("\n")));
    this.faults = List.copyOf(faults);
  }

  /** The faults, sorted by place. */
  public List<Fault> faults() {
    return faults;
  }
}
