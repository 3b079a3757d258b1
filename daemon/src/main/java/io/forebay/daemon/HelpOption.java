/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon;

import picocli.CommandLine.Option;

/** {@code --help}, which every command takes. */
final class HelpOption {

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Prints this help.")
  private boolean asked;

  boolean asked() {
    return asked;
  }
}
