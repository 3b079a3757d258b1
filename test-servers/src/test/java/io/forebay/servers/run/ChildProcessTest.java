/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.servers.run;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ChildProcessTest {

  @Test
  void shouldEndWithItsJvmEvenWhenThatIsKilled() throws Exception {
    Process jvm = jvm();
    BufferedReader said = jvm.inputReader();
    Path folder = Path.of(said.readLine());
    ProcessHandle server = ProcessHandle.of(Long.parseLong(said.readLine())).orElseThrow();
    assertThat(folder).exists();
    // as timeout and Ctrl-C do: the shells that watch are told to end as well
    assertThat(jvm.descendants().filter(one -> !one.equals(server)).map(ProcessHandle::destroy))
        .containsExactly(true, true);

    jvm.destroyForcibly();

    assertThat(server.onExit().get(60, SECONDS).isAlive()).isFalse();
    // the shell that watches deletes the folder last
    for (int looks = 0; Files.exists(folder) && looks < 1_000; looks++) {
      Waiting.pause();
    }
    assertThat(folder).doesNotExist();
  }

  private static Process jvm() throws IOException {
    return new ProcessBuilder(
            ProcessHandle.current().info().command().orElseThrow(),
            "-cp",
            System.getProperty("java.class.path"),
            Starter.class.getName())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** A JVM with a server that is suspended and would never end by itself. */
  static final class Starter {
    public static void main(String[] args) throws Exception {
      ServerFolder folder = ServerFolder.create("child");
      ChildProcess server =
          new ChildProcess(folder, "TERM", List.of("sh", "-c", "echo $$; exec sleep 1000"));
      server.start();
      while (server.logTail().isEmpty()) {
        Waiting.pause();
      }
      server.suspend();
      System.out.println(folder.path() + "\n" + server.logTail());
      System.in.read();
    }
  }

  @Test
  void shouldNoticeThatItEndedByItself() {
    ServerFolder folder = ServerFolder.create("child");
    ChildProcess server =
        new ChildProcess(folder, "TERM", List.of("sh", "-c", "echo no such file; exit 3"));
    server.start();
    while (server.isRunning()) {
      Waiting.pause();
    }
    assertThat(server.logTail()).isEqualTo("no such file");
    server.remove();
    folder.delete();
  }
}
