/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.checkpoint.sqlite;

import io.forebay.checkpoint.Checkpoint;
import io.forebay.checkpoint.CheckpointException;
import io.forebay.checkpoint.SettledMap;
import io.forebay.checkpoint.ShardKey;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Another JVM that saves in a loop and prints each save's number once it is acknowledged. */
record SavingProcess(Process process, BufferedReader out) implements AutoCloseable {

  static final int SHARDS = 20;

  static SavingProcess start(Path file, String... flags) throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(flags));
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-Dslf4j.internal.verbosity=ERROR");
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(SavingProcess.class.getName());
    command.add(file.toString());
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    return new SavingProcess(process, process.inputReader(StandardCharsets.UTF_8));
  }

  /** What is printed from now to the end. */
  List<String> lines() {
    return out.lines().toList();
  }

  /** kill -9; what it had printed can still be read. */
  void kill() {
    process.toHandle().destroyForcibly();
    process.onExit().join();
  }

  @Override
  public void close() {
    kill();
  }

  public static void main(String[] args) {
    try (var store = SqliteCheckpointStore.open(Path.of(args[0]))) {
      long epoch = store.acquire("orders", "child");
      for (int i = 0; ; i++) {
        String reached = Integer.toString(i);
        store.save(
            IntStream.range(0, SHARDS)
                .mapToObj(
                    shard ->
                        new Checkpoint(
                            new ShardKey("orders", "shard-" + shard),
                            epoch,
                            reached,
                            SettledMap.EMPTY,
                            false))
                .toList());
        System.out.println(i);
      }
    } catch (CheckpointException e) {
      System.out.println(e.getMessage());
    }
  }
}
