/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.servers.run;

import java.util.Objects;
import org.opentest4j.TestAbortedException;
import org.testcontainers.DockerClientFactory;

/** What this machine can run servers in. */
public final class Machine {
  private static final String CHOICE = "FOREBAY_TEST_SERVERS";
  private static final String LOOPBACK = "127.0.0.1";

  private Machine() {}

  /**
   * Whether servers run in containers: where a Docker engine answers, unless the environment
   * variable {@code FOREBAY_TEST_SERVERS} says {@code processes}.
   *
   * @throws IllegalStateException if the variable asks for containers and no engine answers
   */
  public static boolean runsContainers() {
    String choice = Objects.requireNonNullElse(System.getenv(CHOICE), "");
    return switch (choice) {
      case "processes" -> false;
      case "containers" -> {
        if (!Docker.ANSWERS) {
          throw new IllegalStateException(
              CHOICE + "=containers, but no Docker engine answers: start one, or set DOCKER_HOST");
        }
        yield true;
      }
      case "" -> Docker.ANSWERS;
      default ->
          throw new IllegalStateException(
              CHOICE + "=" + choice + " is unknown: set it to containers or processes, or not");
    };
  }

  /** The address at which servers can be reached. */
  public static String host() {
    if (!runsContainers()) {
      return LOOPBACK;
    }
    String host = DockerClientFactory.instance().dockerHostIpAddress();
    return host.equals("localhost") ? LOOPBACK : host;
  }

  /** The address a container's ports are published at: no wider than needed. */
  static String publishAt() {
    return host().equals(LOOPBACK) ? LOOPBACK : "0.0.0.0";
  }

  /**
   * What a test that needs a server throws where there is no means to run it.
   *
   * @param server its name
   * @param missing why it can't run as a process
   * @param remedy what to do about that
   */
  public static TestAbortedException lacks(String server, String missing, String remedy) {
    String containers =
        "processes".equals(System.getenv(CHOICE))
            ? CHOICE + "=processes"
            : "no Docker engine answers";
    return new TestAbortedException(
        "skipped: %s runs here neither in a container (%s) nor as a process (%s); %s"
            .formatted(server, containers, missing, remedy));
  }

  /* Asked once a JVM: looking for an engine in vain takes a while. */
  private static final class Docker {
    static final boolean ANSWERS = DockerClientFactory.instance().isDockerAvailable();
  }
}
