/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which manual reports were handled: a file with one number a line, in the order of handling. A
 * number that is there twice was delivered again. Guarded by itself, since reports of different
 * desks are handled at the same time.
 */
final class ReportCount {

  private final Path file;
  private final Set<Long> handled = new HashSet<>();
  private long again;

  private ReportCount(Path file) {
    this.file = file;
  }

  /** What the file says; nothing yet if there is none. */
  static ReportCount load(Path file) throws IOException {
    ReportCount count = new ReportCount(file);
    List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
    try {
      lines.forEach(line -> count.take(Long.parseLong(line)));
    } catch (NumberFormatException e) {
      throw new IOException(
          "the demo's count in " + file + " is damaged; start afresh with --reset", e);
    }
    return count;
  }

  /** Notes a report in the file. */
  synchronized void add(long number) throws IOException {
    Files.writeString(file, number + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    take(number);
  }

  /** How many different ones. */
  synchronized long handled() {
    return handled.size();
  }

  /** How many deliveries of one that had been handled before. */
  synchronized long again() {
    return again;
  }

  private void take(long number) {
    if (!handled.add(number)) {
      again++;
    }
  }
}
