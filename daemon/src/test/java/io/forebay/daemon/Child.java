/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A Forebay process of its own. Closing it kills it. */
public final class Child implements AutoCloseable {

  /** The JDK from which on Chronicle's use of Unsafe makes the JVM warn. */
  private static final int UNSAFE_WARNS = 23;

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Process process;
  private final Path out;
  private final Path err;

  private Child(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /** Starts it with this JVM, class path and flags; what it writes goes to files in the folder. */
  public static Child start(Path folder, String... args) throws IOException {
    return start(folder, Map.of(), args);
  }

  /** The same with these variables besides the ones it inherits. */
  public static Child start(Path folder, Map<String, String> environment, String... args)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java");
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(arg -> arg.startsWith("--") || arg.equals("-ea") || arg.startsWith("-Dchronicle"))
        .forEach(command::add);
    if (Runtime.version().feature() >= UNSAFE_WARNS) {
      command.add("--sun-misc-unsafe-memory-access=allow"); // as bin/forebay does
    }
    command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of(args));
    Path out = Files.createTempFile(folder, "out", ".txt");
    Path err = Files.createTempFile(folder, "err", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().putAll(environment);
    return new Child(builder.start(), out, err);
  }

  public String out() throws IOException {
    return Files.readString(out);
  }

  public String err() throws IOException {
    return Files.readString(err);
  }

  /** Waits until standard error matches, and returns the first group. */
  public String awaitErr(String pattern) throws IOException, InterruptedException {
    return awaitIn(err, pattern);
  }

  /** Waits until standard output matches, and returns the first group. */
  public String awaitOut(String pattern) throws IOException, InterruptedException {
    return awaitIn(out, pattern);
  }

  /** Waits for its end and returns its exit code. */
  public int exitCode() throws InterruptedException, IOException {
    assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
        .as("ends in time; out: " + out() + "; err: " + err())
        .isTrue();
    return process.exitValue();
  }

  /** Sends a signal, such as TERM. */
  public void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start().waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  private String awaitIn(Path file, String pattern) throws IOException, InterruptedException {
    Pattern wanted = Pattern.compile(pattern);
    long begin = System.nanoTime();
    while (true) {
      boolean ended = !process.isAlive();
      Matcher matcher = wanted.matcher(Files.readString(file));
      if (matcher.find()) {
        return matcher.groupCount() > 0 ? matcher.group(1) : matcher.group();
      }
      boolean late = System.nanoTime() - begin > PATIENCE.toNanos();
      assertThat(ended || late)
          .as("writes " + pattern + "; out: " + out() + "; err: " + err())
          .isFalse();
      LockSupport.parkNanos(20_000_000);
    }
  }
}
