/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.operate;

import io.forebay.daemon.json.JsonObject;
import io.forebay.daemon.process.ExitCode;
import io.forebay.daemon.process.UserException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code forebay reload}. */
@Command(
    name = "reload",
    description = {
      "Lets a running daemon take over what has changed in its configuration files.",
      "Mappings that differ are restarted between two batches, others are not touched. A"
          + " configuration with faults changes nothing."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:the configuration is wrong, or not everything was done in time",
      "2:wrong arguments",
      "3:no daemon could be reached"
    })
public final class ReloadCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ApiOptions api = new ApiOptions();
  @Mixin private WaitOption wait = new WaitOption();

  @Override
  public Integer call() throws UserException, InterruptedException {
    Answer answer = api.client().post("reload", wait.value());
    Printer printer = new Printer(spec.commandLine(), api.json());
    int code = printer.print(answer, ReloadCommand::text);
    for (JsonObject one : answer.document().objects("mappings")) {
      if (!one.flag("done")) {
        printer.complain(undone(one));
        code = ExitCode.FAILED;
      }
    }
    return code;
  }

  private String undone(JsonObject mapping) {
    String name = "mapping '" + mapping.text("name") + "'";
    String problem = mapping.text("problem");
    return problem.isEmpty()
        ? name + " is still " + mapping.text("state") + " after " + wait + " and goes on by itself"
        : name + ": " + problem;
  }

  static String text(JsonObject answer) {
    Table table = new Table().text("MAPPING").text("CHANGE").text("STATE").text("FIELDS");
    List<JsonObject> mappings = answer.objects("mappings");
    for (JsonObject one : mappings) {
      String state = one.text("state").isEmpty() ? "-" : one.text("state");
      String fields = String.join(", ", one.texts("fields"));
      table.row(one.text("name"), one.text("change"), state, fields);
    }
    StringBuilder text = new StringBuilder(mappings.isEmpty() ? "There are no mappings.\n" : "");
    text.append(mappings.isEmpty() ? "" : table);
    List<String> restart = answer.texts("restartNeeded");
    if (!restart.isEmpty()) {
      text.append(
          Sentences.wrapped(
              "needs a restart of the daemon, and stays as it is until then: "
                  + String.join(", ", restart)));
    }
    for (String warning : answer.texts("warnings")) {
      text.append(Sentences.wrapped("warning: " + warning));
    }
    return text.toString();
  }
}
