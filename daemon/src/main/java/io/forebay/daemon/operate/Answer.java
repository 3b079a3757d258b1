/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.operate;

import io.forebay.daemon.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/**
 * What the daemon has answered.
 *
 * @param status the HTTP status
 * @param text the JSON as it came
 * @param document the same, read
 */
record Answer(int status, String text, JsonObject document) {

  private static final int UNAUTHORIZED = 401;
  private static final int ON_THE_WAY = 202;
  private static final int FIRST_REFUSAL = 400;

  /** Whether what was asked for is not done yet and goes on by itself. */
  boolean onTheWay() {
    return status == ON_THE_WAY;
  }

  boolean refused() {
    return status >= FIRST_REFUSAL;
  }

  /** Why it was refused: a sentence, and below it the configuration's faults if there are any. */
  String refusal() {
    List<String> lines = new ArrayList<>();
    String detail = document.text("detail");
    lines.add(
        status == UNAUTHORIZED
            ? detail + " Give it with --token-file or " + ApiOptions.TOKEN_VARIABLE + "."
            : detail);
    for (JsonObject fault : document.objects("faults")) {
      long line = fault.number("line").orElse(0);
      String place = line == 0 ? "" : ":" + line + ":" + fault.number("column").orElse(0);
      String field = fault.text("field");
      lines.add(
          "  "
              + fault.text("file")
              + place
              + ": "
              + (field.isEmpty() ? "" : field + ": ")
              + fault.text("message"));
    }
    return String.join("\n", lines);
  }
}
