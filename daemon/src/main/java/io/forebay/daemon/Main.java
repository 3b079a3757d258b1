/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon;

import io.forebay.daemon.log.LogSetup;
import io.forebay.daemon.operate.MappingsCommand;
import io.forebay.daemon.operate.ReloadCommand;
import io.forebay.daemon.process.ExitCode;
import io.forebay.daemon.process.UserException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line. */
@Command(
    name = "forebay",
    description = "Feeds streams and queues to handlers, in batches.",
    subcommands = {
      RunCommand.class,
      MappingsCommand.class,
      ReloadCommand.class,
      ValidateCommand.class,
      DemoCommand.class,
      ProduceCommand.class,
      ConfigSchemaCommand.class,
      VersionCommand.class
    },
    mixinStandardHelpOptions = true,
    versionProvider = VersionCommand.Provider.class,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "  0:done",
      "  1:failed at run time",
      "  2:wrong arguments or configuration; nothing was started",
      "  3:no daemon could be reached",
      "129, 130, 143:stopped by HUP (demo), INT (Ctrl-C) or TERM, after a drain"
    },
    footer = {"", "forebay COMMAND --help tells the options of a command."})
public final class Main implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  /** Runs a command and exits with its code. */
  public static void main(String[] args) {
    LogSetup.quiet().apply();
    System.exit(commandLine().execute(args));
  }

  /** Without a command there is nothing to do but to say which there are. */
  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "which command?");
  }

  /** The command line, ready to execute; tests redirect what it writes. */
  static CommandLine commandLine() {
    CommandLine commandLine = new CommandLine(new Main());
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    commandLine.setExecutionExceptionHandler(failures());
    commandLine.setParameterExceptionHandler(wrongArguments());
    return commandLine;
  }

  private static IExecutionExceptionHandler failures() {
    return (failure, command, parsed) -> {
      PrintWriter err = command.getErr();
      if (failure instanceof UserException told) {
        err.println("forebay: " + told.getMessage());
        return told.exitCode();
      }
      err.println("forebay: this should not have happened; please report it with what follows");
      failure.printStackTrace(err);
      return ExitCode.FAILED;
    };
  }

  private static IParameterExceptionHandler wrongArguments() {
    return (wrong, args) -> {
      CommandLine command = wrong.getCommandLine();
      PrintWriter err = command.getErr();
      err.println("forebay: " + wrong.getMessage());
      UnmatchedArgumentException.printSuggestions(wrong, err);
      err.println("See: " + command.getCommandSpec().qualifiedName() + " --help");
      return ExitCode.USAGE;
    };
  }
}
