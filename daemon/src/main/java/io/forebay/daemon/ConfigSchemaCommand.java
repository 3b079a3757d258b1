/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon;

import io.forebay.config.ConfigSchema;
import io.forebay.daemon.process.Configuration;
import io.forebay.daemon.process.ExitCode;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code forebay config-schema}. */
@Command(
    name = "config-schema",
    mixinStandardHelpOptions = true,
    versionProvider = VersionCommand.Provider.class,
    description = {
      "Prints the JSON Schema of configuration files, for editors that complete and check them.",
      "In a YAML file: # yaml-language-server: $$schema=forebay.schema.json"
    })
final class ConfigSchemaCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    out.println(ConfigSchema.generate(Configuration.catalog()));
    out.flush();
    return ExitCode.OK;
  }
}
