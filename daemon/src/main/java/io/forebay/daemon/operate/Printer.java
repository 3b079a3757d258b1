/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.operate;

import io.forebay.daemon.json.JsonObject;
import io.forebay.daemon.process.ExitCode;
import java.util.function.Function;
import picocli.CommandLine;

/**
 * Prints answers: as text for people, or as the JSON that came.
 *
 * @param command whose streams are written to
 * @param json whether to print the JSON
 */
record Printer(CommandLine command, boolean json) {

  /** Prints an answer, or why it was refused; returns the exit code. */
  int print(Answer answer, Function<JsonObject, String> text) {
    if (json) {
      out(answer.text());
    } else if (!answer.refused()) {
      out(text.apply(answer.document()));
    }
    if (answer.refused()) {
      complain(answer.refusal());
      return ExitCode.FAILED;
    }
    return ExitCode.OK;
  }

  /** Tells what went wrong. */
  void complain(String sentence) {
    command.getErr().println("forebay: " + sentence);
    command.getErr().flush();
  }

  private void out(String text) {
    command.getOut().print(text);
    command.getOut().flush();
  }
}
