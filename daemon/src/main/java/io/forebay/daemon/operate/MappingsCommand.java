/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.operate;

import io.forebay.daemon.json.JsonObject;
import io.forebay.daemon.process.ExitCode;
import io.forebay.daemon.process.UserException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code forebay mappings}. */
@Command(
    name = "mappings",
    description = "Shows and steers the mappings of a running daemon.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:refused, failed, or not done in time",
      "2:wrong arguments",
      "3:no daemon could be reached"
    })
public final class MappingsCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  @SuppressWarnings("UnusedVariable") // picocli asks for it
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help message and exit.")
  private boolean help;

  /** Without a subcommand there is nothing to do but to say which there are. */
  @Override
  public void run() {
    String words = "which one: list, show, pause, resume or restart?";
    throw new ParameterException(spec.commandLine(), words);
  }

  @Command(name = "list", description = "Lists all mappings, a line each.")
  int list(@Mixin ApiOptions api) throws UserException, InterruptedException {
    return show(api, "mappings", MappingTable::list);
  }

  @Command(
      name = "show",
      description = "Shows a mapping: its settings, and where each shard stands and why.")
  int show(@Mixin ApiOptions api, @Parameters(paramLabel = "NAME") String name)
      throws UserException, InterruptedException {
    return show(api, path(name), MappingTable::page);
  }

  @Command(
      name = "pause",
      description = {
        "Stops mappings: what is in flight may end, and progress is stored.",
        "They stay paused over a reload, until they are resumed or the daemon starts anew."
      })
  int pause(
      @Mixin ApiOptions api,
      @Mixin WaitOption wait,
      @Parameters(paramLabel = "NAME", arity = "1..*") List<String> names)
      throws UserException, InterruptedException {
    return change("pause", api, wait, names);
  }

  @Command(name = "resume", description = "Lets paused mappings go on where they were.")
  int resume(
      @Mixin ApiOptions api,
      @Mixin WaitOption wait,
      @Parameters(paramLabel = "NAME", arity = "1..*") List<String> names)
      throws UserException, InterruptedException {
    return change("resume", api, wait, names);
  }

  @Command(
      name = "restart",
      description = {
        "Closes source, handler and failure destination of mappings between two batches, and opens"
            + " them anew.",
        "One that is paused is refused: resume it."
      })
  int restart(
      @Mixin ApiOptions api,
      @Mixin WaitOption wait,
      @Parameters(paramLabel = "NAME", arity = "1..*") List<String> names)
      throws UserException, InterruptedException {
    return change("restart", api, wait, names);
  }

  private int show(ApiOptions api, String path, Function<JsonObject, String> text)
      throws UserException, InterruptedException {
    return new Printer(spec.commandLine(), api.json()).print(api.client().get(path), text);
  }

  /** One after the other; one that is refused does not keep the others from their turn. */
  private int change(String what, ApiOptions api, WaitOption wait, List<String> names)
      throws UserException, InterruptedException {
    ApiClient client = api.client();
    Duration patience = wait.value();
    Printer printer = new Printer(spec.commandLine(), api.json());
    int worst = ExitCode.OK;
    for (String name : names) {
      Answer answer = client.post(path(name) + "/" + what, patience);
      worst = Math.max(worst, printer.print(answer, MappingTable::result));
      if (answer.onTheWay()) {
        String state = answer.document().text("state");
        printer.complain(
            "mapping '"
                + name
                + "' is still "
                + state
                + " after "
                + wait
                + " and goes on by itself");
        worst = Math.max(worst, ExitCode.FAILED);
      }
    }
    return worst;
  }

  private static String path(String name) {
    return "mappings/" + URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
