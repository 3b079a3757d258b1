/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.kafka;

import io.forebay.source.ReadFrom;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** A member of a group in a JVM of its own, which can die without leaving. */
final class MemberProcess implements AutoCloseable {

  private final Process process;

  private MemberProcess(Process process) {
    this.process = process;
  }

  static MemberProcess start(TestTopic topic, String mapping, String protocol) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java");
    command.addAll(List.of("-Xmx128m", "-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(MemberProcess.class.getName(), topic.servers(), topic.name()));
    command.addAll(List.of(topic.name() + "-" + mapping, protocol));
    return new MemberProcess(
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start());
  }

  public static void main(String[] args) throws Exception {
    try (TestMember member =
        TestMember.of(
            args[0],
            args[1],
            "dying",
            Map.of(
                "group",
                args[2],
                "groupProtocol",
                args[3],
                "properties",
                args[3].equals("classic") ? Map.of("session.timeout.ms", "6000") : Map.of()))) {
      member.join(new ReadFrom.TrimHorizon());
      new CountDownLatch(1).await();
    }
  }

  /** SIGKILL. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  @Override
  public void close() {
    kill();
  }
}
