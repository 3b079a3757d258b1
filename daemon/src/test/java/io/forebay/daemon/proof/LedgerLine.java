/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.proof;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * One record in one attempt, as {@link LedgerFactory} writes it down.
 *
 * @param what whether it was taken, handled or failed
 * @param seq the record's number among those of its key, from 0
 */
public record LedgerLine(
    char what,
    String shard,
    String position,
    String key,
    long seq,
    String invocation,
    long atMillis) {

  public static final char TAKEN = 'T';
  public static final char HANDLED = 'H';
  public static final char FAILED = 'F';

  /** The lines of a ledger, as long as they are whole: a kill may tear the last one. */
  public static List<LedgerLine> read(Path file) throws IOException {
    if (!Files.exists(file)) {
      return List.of();
    }
    String text = Files.readString(file);
    return text.substring(0, text.lastIndexOf('\n') + 1).lines().map(LedgerLine::parse).toList();
  }

  /** Payload of a record with this number. */
  public static String data(long seq, int padding) {
    return seq + " " + "x".repeat(padding);
  }

  /** The number in a payload; -1 if it has none. */
  public static long seqOf(String data) {
    String number = data.substring(0, data.indexOf(' '));
    return Character.isDigit(number.charAt(0)) ? Long.parseLong(number) : -1;
  }

  String text() {
    return String.join(
        " ",
        String.valueOf(what),
        shard,
        position,
        key,
        String.valueOf(seq),
        invocation,
        String.valueOf(atMillis));
  }

  private static LedgerLine parse(String line) {
    String[] words = line.split(" ");
    return new LedgerLine(
        words[0].charAt(0),
        words[1],
        words[2],
        words[3],
        Long.parseLong(words[4]),
        words[5],
        Long.parseLong(words[6]));
  }
}
