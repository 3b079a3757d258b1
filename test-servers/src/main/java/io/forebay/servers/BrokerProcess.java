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

  /* $1: the folder, $2: java, then options of the storage tool. Formats before the first start. */
  private static final String RUN =
      """
      cd "$1" || exit
      java=$2
      shift 2
      if [ ! -e data/meta.properties ]; then
        "$java" @java.args kafka.tools.StorageTool format --standalone -c server.properties "$@" || exit
      fi
      exec "$java" @java.args kafka.Kafka server.properties
      """;

  /* One client, or a few: a small heap, no time spent on optimizing, warnings to the log. */
  private static final String JVM =
      """
      -Xmx256m
      -XX:+UseSerialGC
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
    folder.write("java.args", JVM + "-cp \"" + classPath() + "\"\n");
    folder.write(
        "server.properties", settings.properties(path, path + "/data", "127.0.0.1", Ports.free()));
    List<String> command = new ArrayList<>(List.of("sh", "-c", RUN, "kafka", path, java()));
    command.addAll(List.of("-t", Uuid.randomUuid().toString()));
    command.addAll(settings.formatOptions());
    return new ChildProcess(folder, "TERM", command);
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
