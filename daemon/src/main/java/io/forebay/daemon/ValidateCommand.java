/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon;

import io.forebay.config.Fault;
import io.forebay.config.ForebayConfig;
import io.forebay.daemon.log.LogFormat;
import io.forebay.daemon.log.LogLevel;
import io.forebay.daemon.log.LogSetup;
import io.forebay.daemon.process.ExitCode;
import io.forebay.daemon.process.UserException;
import io.forebay.engine.MappingDefinition;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code forebay validate}. */
@Command(
    name = "validate",
    mixinStandardHelpOptions = true,
    versionProvider = VersionCommand.Provider.class,
    description = {
      "Checks a configuration and lists everything that is wrong with it.",
      "Loads plug-ins, but starts nothing and connects to nothing."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:the configuration is right", "2:it has faults, which were listed"})
final class ValidateCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ConfigOptions options = new ConfigOptions();

  @Override
  public Integer call() throws UserException {
    new LogSetup(LogFormat.PLAIN, LogLevel.ERROR, Optional.empty()).apply();
    PrintWriter out = spec.commandLine().getOut();
    try (ForebayConfig config = options.load()) {
      for (Fault warning : config.warnings()) {
        out.println("warning: " + warning);
      }
      int count = config.mappings().size();
      out.println("The configuration is right: " + count + (count == 1 ? " mapping" : " mappings"));
      for (MappingDefinition mapping : config.mappings()) {
        out.println("  " + mapping.settings().name() + " -> " + mapping.handlerName());
      }
    }
    out.flush();
    return ExitCode.OK;
  }
}
