/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon;

import io.forebay.daemon.demo.Demo;
import io.forebay.daemon.demo.DemoOptions;
import io.forebay.daemon.process.ExitCode;
import io.forebay.daemon.process.StopSignal;
import io.forebay.daemon.process.UserException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code forebay demo}. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    versionProvider = VersionCommand.Provider.class,
    description = {
      "Runs a mapping over 20,000 real flights, many times over, and accounts for every record.",
      "Kill it, even with -9, and start it again: it goes on where it was."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "  0:every record is accounted for",
      "  1:it failed, or a record is missing",
      "  2:wrong arguments",
      "129, 130, 143:stopped by HUP, INT (Ctrl-C) or TERM; start it again to go on"
    })
final class DemoCommand implements Callable<Integer> {

  private static final int MOST_ROUNDS = 100_000;
  private static final int MOST_PORT = 65_535;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "How often the flights are replayed (default: 25, half a million records).")
  private Optional<Integer> rounds = Optional.empty();

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description =
          "The folder of the run: streams, figures, checkpoints, log (default:"
              + " $XDG_STATE_HOME/forebay/demo or ~/.forebay/demo).")
  private Optional<Path> folder = Optional.empty();

  @Option(
      names = "--port",
      paramLabel = "N",
      description =
          "Port of the health and metrics pages; 0: any that is free (default: 8650, or any if that"
              + " is taken).")
  private Optional<Integer> port = Optional.empty();

  @Option(
      names = "--rate",
      paramLabel = "N",
      description = "Most records appended a second (default: as fast as it goes).")
  private int rate;

  @Option(names = "--reset", description = "Starts afresh though an unfinished run is there.")
  private boolean reset;

  @Option(names = "--hold", description = "Stays after the end, with its pages, until Ctrl-C.")
  private boolean hold;

  @Option(names = "--source", description = "Prints source and licence of the flights, and ends.")
  private boolean source;

  @Override
  public Integer call() throws UserException, InterruptedException, IOException {
    PrintWriter out = spec.commandLine().getOut();
    if (source) {
      out.print(Demo.source());
      out.flush();
      return ExitCode.OK;
    }
    rounds.ifPresent(n -> requireWithin("--rounds", n, 1, MOST_ROUNDS));
    port.ifPresent(n -> requireWithin("--port", n, 0, MOST_PORT));
    requireWithin("--rate", rate, 0, Integer.MAX_VALUE);
    DemoOptions options = new DemoOptions(rounds, folder, port, rate, reset, hold);
    return new Demo(options, out, StopSignal.install("INT", "TERM", "HUP")).run();
  }

  private void requireWithin(String option, int value, int least, int most) {
    if (value < least || value > most) {
      throw new ParameterException(
          spec.commandLine(),
          option + " must be at least " + least + " and at most " + most + ", not " + value);
    }
  }
}
