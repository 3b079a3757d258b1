/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.process;

import java.util.Optional;

/** The program's version, as its jar tells it. */
public final class Version {

  private Version() {}

  /** The version; {@code development} where the classes do not come from a jar. */
  public static String text() {
    return Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
        .orElse("development");
  }
}
