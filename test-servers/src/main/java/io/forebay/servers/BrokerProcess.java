/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.servers;

import io.forebay.servers.run.ChildProcess;
import io.forebay.servers.run.Machine;
import io.forebay.servers.run.Ports;
import io.forebay.servers.run.ServerFolder;
import io.forebay.servers.run.ServerRunner;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.Uuid;
import org.opentest4j.TestAbortedException;

/** A Kafka broker in a JVM of its own, of the jars that Maven has fetched for it. */
final class BrokerProcess {
  private static final String JARS = "broker-jars.txt";

  /*
   * $1: the folder, $2: java, $3: an archive of loaded classes, then options of the storage tool.
   * Formats before the first start. A broker whose classes need not be loaded anew starts in half
   * the time: the first that is stopped in good order, and started again, leaves the archive to all
   * that come after it.
   */
  private static final String RUN =
      """
      cd "$1" || exit
      java=$2
      archive=$3
      shift 3
      if [ -e classes.jsa ]; then
        mv -f classes.jsa "$archive.$$" && mv -f "$archive.$$" "$archive"
      fi
      if [ -e "$archive" ]; then
        use=-XX:SharedArchiveFile=$archive
        leave=$use
      else
        use=-Xshare:auto
        leave=-XX:ArchiveClassesAtExit=classes.jsa
      fi
      if [ ! -e data/meta.properties ]; then
        "$java" @java.args "$use" kafka.tools.StorageTool \\
          format --standalone -c server.properties "$@" || exit
      fi
      exec "$java" @java.args "$leave" kafka.Kafka server.properties
      """;

  /* One client, or a few: a small heap, no time spent on optimizing, warnings to the log. */
  private static final String JVM =
      """
      -Xmx256m
      -XX:+UseSerialGC
      -Xlog:disable
      -XX:TieredStopAtLevel=1
      -Dorg.slf4j.simpleLogger.defaultLogLevel=warn
      -Dorg.slf4j.simpleLogger.showDateTime=true
      -Dorg.slf4j.simpleLogger.dateTimeFormat=HH:mm:ss.SSS
      -Dlog4j2.statusLoggerLevel=OFF
      """;

  private BrokerProcess() {}

  /**
   * The process, not started yet.
   *
   * @throws TestAbortedException if the broker's jars are not there
   */
  static ServerRunner of(BrokerSettings settings) {
    ServerFolder folder = settings.folder();
    String path = folder.path().toString();
    String jars = classPath();
    folder.write("java.args", JVM + "-cp \"" + jars + "\"\n");
    folder.write(
        "server.properties", settings.properties(path, path + "/data", "127.0.0.1", Ports.free()));
    List<String> command = new ArrayList<>(List.of("sh", "-c", RUN, "kafka", path, java()));
    command.add(archive(jars).toString());
    command.addAll(List.of("-t", Uuid.randomUuid().toString()));
    command.addAll(settings.formatOptions());
    return new ChildProcess(folder, "TERM", command);
  }

  /* One for each JVM and each set of jars, beside the compiled classes of this module. */
  private static Path archive(String jars) {
    String key = System.getProperty("java.vm.version") + jars;
    URI classes =
        URI.create(
            BrokerProcess.class.getProtectionDomain().getCodeSource().getLocation().toString());
    return Path.of(classes).resolveSibling("broker-%08x.jsa".formatted(key.hashCode()));
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  private static String classPath() {
    List<String> jars = jars();
    jars.stream()
        .filter(jar -> !Files.exists(Path.of(jar)))
        .findFirst()
        .ifPresent(
            jar -> {
              throw missing("its jar " + jar + " is not there");
            });
    return String.join(File.pathSeparator, jars);
  }

  private static List<String> jars() {
    try (InputStream list = BrokerProcess.class.getResourceAsStream(JARS)) {
      if (list == null) {
        throw missing("the list of its jars is not there");
      }
      return new String(list.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static TestAbortedException missing(String what) {
    return Machine.lacks(
        "Kafka", what, "let Maven fetch it with: mvn process-resources -pl test-servers");
  }
}
