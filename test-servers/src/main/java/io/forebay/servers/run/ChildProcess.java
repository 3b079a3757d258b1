/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.servers.run;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A server as a child process, below a shell that watches over it: when this JVM ends, by whatever
 * means, the shell's standard input ends, and it kills the server and deletes its folder.
 */
public final class ChildProcess implements ServerRunner {
  private static final String LOG = "server.log";
  private static final int PATIENCE_SECONDS = 60;

  /*
   * $1: the server's folder, then its command. Kills the server's children too: PostgreSQL's look
   * after themselves, but not while they are suspended. Signals to the whole process group, as by
   * timeout or Ctrl-C, do not end the watch.
   */
  private static final String WATCH =
      """
      folder=$1
      shift
      trap : HUP INT TERM
      exec 3<&0
      "$@" </dev/null >>"$folder/server.log" 2>&1 3<&- &
      server=$!
      echo "$server"
      (
        trap "" HUP INT TERM
        read -r _ <&3
        trap "" USR1
        kill -9 "$server" $(cat "/proc/$server/task/$server/children" 2>/dev/null)
        rm -rf "$folder"
      ) >/dev/null 2>&1 &
      watcher=$!
      wait "$server"
      code=$?
      while kill -0 "$server" 2>/dev/null; do
        wait "$server"
        code=$?
      done
      kill -USR1 "$watcher"
      exit "$code"
      """;

  private final ServerFolder folder;
  private final String stopSignal;
  private final List<String> command;
  private @Nullable Process watch;
  private long pid;

  /**
   * A process that is not started yet.
   *
   * @param folder where its log goes; deleted with it
   * @param stopSignal what makes it shut down in good order: TERM, INT, …
   */
  public ChildProcess(ServerFolder folder, String stopSignal, List<String> command) {
    this.folder = folder;
    this.stopSignal = stopSignal;
    this.command = List.copyOf(command);
  }

  @Override
  public void start() {
    List<String> watched = new ArrayList<>(List.of("sh", "-c", WATCH, "forebay-test-server"));
    watched.add(folder.path().toString());
    watched.addAll(command);
    try {
      Process started =
          new ProcessBuilder(watched).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      watch = started;
      pid = Long.parseLong(Objects.requireNonNull(started.inputReader().readLine()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void stop() {
    if (isRunning()) {
      signal(stopSignal, Stream.of(pid));
      resume();
      awaitEnd("did not stop");
    }
  }

  @Override
  public void kill() {
    if (isRunning()) {
      // Held first: it would notice its children's deaths and begin to recover from them.
      signal("STOP", Stream.of(pid));
      List<ProcessHandle> children = children().toList();
      signal("KILL", Stream.concat(children.stream().map(ProcessHandle::pid), Stream.of(pid)));
      awaitEnd("could not be killed");
      children.forEach(child -> child.onExit().completeOnTimeout(child, 5, SECONDS).join());
    }
  }

  @Override
  public void suspend() {
    signal("STOP", Stream.of(pid));
    signal("STOP", children().map(ProcessHandle::pid));
  }

  @Override
  public void resume() {
    signal("CONT", children().map(ProcessHandle::pid));
    signal("CONT", Stream.of(pid));
  }

  @Override
  public boolean isRunning() {
    return watch != null && watch.isAlive();
  }

  @Override
  public String logTail() {
    return folder.tail(LOG);
  }

  @Override
  public void remove() {
    kill();
  }

  private Stream<ProcessHandle> children() {
    return ProcessHandle.of(pid).stream().flatMap(ProcessHandle::descendants);
  }

  /* The JDK can send TERM and KILL only. A process that has ended meanwhile is no fault. */
  private static void signal(String name, Stream<Long> pids) {
    List<String> command = new ArrayList<>(List.of("sh", "-c", "kill -" + name + " \"$@\"", "sh"));
    pids.map(String::valueOf).forEach(command::add);
    if (command.size() > 4) {
      try {
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        throw Waiting.interrupted(e);
      }
    }
  }

  private void awaitEnd(String complaint) {
    try {
      if (!Objects.requireNonNull(watch).waitFor(PATIENCE_SECONDS, SECONDS)) {
        throw new IllegalStateException(
            command.get(0) + " " + complaint + " in " + PATIENCE_SECONDS + " s:\n" + logTail());
      }
    } catch (InterruptedException e) {
      throw Waiting.interrupted(e);
    }
  }
}
