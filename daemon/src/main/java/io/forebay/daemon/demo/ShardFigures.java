/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the handler knows of one shard: each airport's figures and the number of the last record in
 * them, kept in one file that is replaced whole after each batch. That makes the handler
 * idempotent: a record delivered again has a number that was passed already, and is not counted
 * twice.
 *
 * <p>Guarded by itself: a handler that timed out may still be running when its retry begins.
 */
final class ShardFigures {

  private final Path file;
  private final Map<String, DelayFigures> airports = new TreeMap<>();
  private Counts counts = Counts.NONE;

  private ShardFigures(Path file) {
    this.file = file;
  }

  /**
   * How many records.
   *
   * @param last number of the last one; -1 before the first
   * @param handled how many different ones
   * @param again how many deliveries of one that was in the figures already
   */
  record Counts(long last, long handled, long again) {
    static final Counts NONE = new Counts(-1, 0, 0);

    private static Counts parse(String line) {
      String[] word = line.split(" ", -1);
      return new Counts(Long.parseLong(word[1]), Long.parseLong(word[3]), Long.parseLong(word[5]));
    }

    private String toText() {
      return "last " + last + " handled " + handled + " again " + again;
    }
  }

  /** What the file says; nothing yet if there is none. */
  static ShardFigures load(Path file) throws IOException {
    ShardFigures figures = new ShardFigures(file);
    if (Files.exists(file)) {
      figures.read(Files.readAllLines(file));
    }
    return figures;
  }

  /** Adds the batch's flights that are not in the figures yet, then writes the file. */
  synchronized void add(List<NumberedFlight> batch) throws IOException {
    long last = counts.last;
    long handled = counts.handled;
    long again = counts.again;
    for (NumberedFlight one : batch) {
      if (one.number() <= last) {
        again++;
      } else {
        last = one.number();
        handled++;
        airports.merge(
            one.flight().origin(), DelayFigures.NONE.plus(one.flight()), DelayFigures::plus);
      }
    }
    counts = new Counts(last, handled, again);
    write();
  }

  synchronized Counts counts() {
    return counts;
  }

  synchronized Map<String, DelayFigures> airports() {
    return Map.copyOf(airports);
  }

  private void read(List<String> lines) throws IOException {
    try {
      counts = Counts.parse(lines.get(0));
      for (String line : lines.subList(1, lines.size())) {
        int comma = line.indexOf(',');
        airports.put(line.substring(0, comma), DelayFigures.parse(line.substring(comma + 1)));
      }
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new IOException(
          "the demo's figures in " + file + " are damaged; start afresh with --reset", e);
    }
  }

  private void write() throws IOException {
    StringBuilder text = new StringBuilder(counts.toText()).append('\n');
    airports.forEach(
        (airport, figures) ->
            text.append(airport).append(',').append(figures.toText()).append('\n'));
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.writeString(fresh, text);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
