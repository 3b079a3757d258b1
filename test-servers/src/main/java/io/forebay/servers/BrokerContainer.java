/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.servers;

import io.forebay.servers.run.ContainerRunner;
import io.forebay.servers.run.Ports;
import io.forebay.servers.run.ServerRunner;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.AppInfoParser;

/** A Kafka broker in a container of the official image, or one that has Kafka's own layout. */
final class BrokerContainer {
  private static final String FILES = "/tmp/forebay";
  private static final String DATA = "/tmp/forebay-data";

  /*
   * The same way as in a process, instead of the image's own, which sets what it can by environment
   * variables: users it can't.
   */
  private static final String RUN =
      """
      bin=/opt/kafka/bin
      settings=%s/server.properties
      if [ ! -e %s/meta.properties ]; then
        "$bin/kafka-storage.sh" format --standalone -c "$settings" "$@" || exit
      fi
      exec "$bin/kafka-server-start.sh" "$settings"
      """
          .formatted(FILES, DATA);

  private BrokerContainer() {}

  /** The container, not made yet. */
  static ServerRunner of(BrokerSettings settings) {
    String properties = settings.properties(FILES, DATA, "", Ports.free());
    List<String> command = new ArrayList<>(List.of("sh", "-c", RUN, "kafka"));
    command.addAll(List.of("-t", Uuid.randomUuid().toString()));
    command.addAll(settings.formatOptions());
    ContainerRunner container =
        new ContainerRunner(
                "apache/kafka:" + AppInfoParser.getVersion(),
                "FOREBAY_TEST_KAFKA_IMAGE",
                settings.ports().values())
            .command(command)
            .environment(
                Map.of(
                    "KAFKA_HEAP_OPTS",
                    "-Xmx256m",
                    "KAFKA_JVM_PERFORMANCE_OPTS",
                    "-XX:+UseSerialGC -XX:TieredStopAtLevel=1"))
            .file(
                settings.folder().write("server.properties", properties),
                FILES + "/server.properties");
    settings
        .certificates()
        .ifPresent(
            made ->
                made.brokerFiles()
                    .forEach(file -> container.file(file, FILES + "/" + file.getFileName())));
    return container;
  }
}
