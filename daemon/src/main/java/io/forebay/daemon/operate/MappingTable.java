/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.operate;

import io.forebay.daemon.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Mappings as people read them: a line each, or one on a page of its own. */
final class MappingTable {

  private static final String BY_USER = "USER_INITIATED";

  private MappingTable() {}

  /** The list, and below it a sentence for each mapping that something is wrong with. */
  static String list(JsonObject answer) {
    Table table =
        new Table()
            .text("MAPPING")
            .text("STATE")
            .text("SOURCE")
            .figure("SHARDS")
            .figure("OPEN")
            .figure("IN FLIGHT")
            .figure("RETRYING")
            .figure("LAG")
            .figure("AGE")
            .figure("UNSAVED");
    List<JsonObject> mappings = answer.objects("mappings");
    StringBuilder notes = new StringBuilder();
    for (JsonObject one : mappings) {
      table.row(
          one.text("name"),
          one.text("state"),
          one.text("source"),
          Figures.count(one.number("shardCount")),
          Figures.count(one.number("open")),
          Figures.count(one.number("inFlight")),
          Figures.count(one.number("waiting")),
          Figures.count(one.number("lag")),
          Figures.age(one.number("iteratorAgeMillis")),
          Figures.age(one.number("checkpointAgeMillis")));
      note(one, one.text("name") + ": ", notes);
    }
    return mappings.isEmpty() ? "There are no mappings.\n" : table + notes.toString();
  }

  /** The page of one mapping. */
  static String page(JsonObject mapping) {
    StringBuilder page = new StringBuilder();
    page.append(mapping.text("name")).append(": ").append(mapping.text("state")).append('\n');
    line(page, "source", mapping.text("source"));
    line(page, "handler", mapping.text("handler"));
    line(page, "last result", mapping.text("lastProcessingResult"));
    for (Map.Entry<String, String> setting : mapping.object("settings").values().entrySet()) {
      line(page, setting.getKey(), setting.getValue());
    }
    Table table =
        new Table()
            .text("SHARD")
            .text("REACHED")
            .figure("OPEN")
            .figure("IN FLIGHT")
            .figure("RETRYING")
            .figure("LAG")
            .figure("AGE")
            .figure("UNSAVED")
            .text("WAITS FOR");
    StringBuilder notes = new StringBuilder();
    note(mapping, "", notes);
    for (JsonObject shard : mapping.objects("shards")) {
      table.row(
          shard.text("shard"),
          shard.text("reached").isEmpty() ? "-" : shard.text("reached"),
          Figures.count(shard.number("open")),
          Figures.count(shard.number("inFlight")),
          Figures.count(shard.number("waiting")),
          Figures.count(shard.number("lag")),
          Figures.age(shard.number("iteratorAgeMillis")),
          Figures.age(shard.number("checkpointAgeMillis")),
          waits(shard));
      note(shard, notes);
    }
    return page + (mapping.objects("shards").isEmpty() ? "" : "\n" + table) + notes;
  }

  /** What was asked of a mapping has led here. */
  static String result(JsonObject mapping) {
    StringBuilder text = new StringBuilder();
    text.append(mapping.text("name")).append(": ").append(mapping.text("state")).append('\n');
    note(mapping, "", text);
    return text.toString();
  }

  private static void line(StringBuilder page, String name, String value) {
    page.append(String.format(Locale.ROOT, "  %-26s%s\n", name, value));
  }

  private static String waits(JsonObject shard) {
    if (shard.flag("ended")) {
      return "ended";
    }
    String what = shard.object("waitsFor").text("what").toLowerCase(Locale.ROOT).replace('_', ' ');
    String word = what.isEmpty() || what.equals("nothing") ? "-" : what;
    return shard.flag("stuck") ? word + " (stuck)" : word;
  }

  private static void note(JsonObject mapping, String subject, StringBuilder notes) {
    String reason = mapping.text("reason");
    if (!reason.isEmpty() && !reason.equals(BY_USER)) {
      notes.append(Sentences.wrapped(subject + mapping.text("state") + ", " + reason));
    }
    String problem = mapping.text("problem");
    if (!problem.isEmpty() && !problem.equals(reason)) {
      notes.append(Sentences.wrapped(subject + problem));
    }
    long stuck = mapping.number("stuckShards").orElse(0);
    if (stuck > 0 && !subject.isEmpty()) {
      String shards = stuck == 1 ? "1 shard is" : stuck + " shards are";
      String name = mapping.text("name");
      notes.append(
          Sentences.wrapped(subject + shards + " stuck; see: forebay mappings show " + name));
    }
  }

  private static void note(JsonObject shard, StringBuilder notes) {
    String id = shard.text("shard");
    String subject = id.startsWith("shard") ? id : "shard " + id;
    if (shard.flag("stuck")) {
      long millis = shard.number("standingSeconds").orElse(0) * 1_000;
      notes.append(
          Sentences.wrapped(
              subject
                  + " has not moved for "
                  + Figures.age(millis)
                  + " and waits for "
                  + shard.object("waitsFor").text("text")));
    } else if (!shard.text("problem").isEmpty()) {
      notes.append(Sentences.wrapped(subject + ": " + shard.text("problem")));
    }
  }
}
