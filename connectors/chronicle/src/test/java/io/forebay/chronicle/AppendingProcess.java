/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.chronicle;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Appends from a process of its own: folder, name, how many. */
final class AppendingProcess {

  private AppendingProcess() {}

  public static void main(String[] args) throws Exception {
    try (ChronicleStream stream = ChronicleStream.open(Path.of(args[0]))) {
      append(stream, args[1], Integer.parseInt(args[2]));
    }
  }

  static void append(ChronicleStream stream, String name, int count) throws Exception {
    for (int i = 0; i < count; i++) {
      byte[] data = (name + ":" + i).getBytes(StandardCharsets.UTF_8);
      stream.append(name.getBytes(StandardCharsets.UTF_8), data, List.of(), i);
    }
  }

  static Process start(Path folder, String name, int count) throws Exception {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
            "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
            "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            AppendingProcess.class.getName(),
            folder.toString(),
            name,
            String.valueOf(count))
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve(name + ".out").toFile())
        .start();
  }
}
