/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.servers.run;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.WaitContainerResultCallback;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports.Binding;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.ContainerFetchException;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.AbstractWaitStrategy;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.MountableFile;

/**
 * A server in a container, made by Testcontainers, which also removes it when this JVM ends.
 *
 * <p>Its ports are published under the same numbers, chosen beforehand: left to itself the engine
 * would choose others at each start, and clients would not find the server again. Files of the
 * server stay in the container's own layer, which outlives stops.
 */
public final class ContainerRunner implements ServerRunner {
  private static final int PATIENCE_SECONDS = 60;

  private final GenericContainer<?> container;
  private final String image;
  private final String variable;

  /**
   * A container that is not made yet.
   *
   * @param image what it is made of
   * @param variable the environment variable that names another image
   * @param ports what to publish
   */
  public ContainerRunner(String image, String variable, Collection<Integer> ports) {
    String chosen = System.getenv(variable);
    this.image = chosen == null || chosen.isEmpty() ? image : chosen;
    this.variable = variable;
    PortBinding[] bindings =
        ports.stream()
            .map(port -> new PortBinding(at(port), ExposedPort.tcp(port)))
            .toArray(PortBinding[]::new);
    this.container =
        new GenericContainer<>(DockerImageName.parse(this.image))
            .waitingFor(new NoWait())
            .withCreateContainerCmdModifier(
                create -> {
                  HostConfig host = HostConfig.newHostConfig();
                  if (create.getHostConfig() != null) {
                    host = create.getHostConfig();
                  }
                  create.withHostConfig(host.withPortBindings(bindings));
                });
    container.setExposedPorts(List.copyOf(ports));
  }

  private static Binding at(int port) {
    return Binding.bindIpAndPort(Machine.publishAt(), port);
  }

  /** What it runs instead of what its image says. */
  public ContainerRunner command(List<String> command) {
    container.withCreateContainerCmdModifier(
        create -> create.withEntrypoint(command).withCmd(List.of()));
    return this;
  }

  /** Arguments for what its image runs. */
  public ContainerRunner arguments(String... arguments) {
    container.withCommand(arguments);
    return this;
  }

  /** Its environment. */
  public ContainerRunner environment(Map<String, String> variables) {
    container.withEnv(variables);
    return this;
  }

  /** Copies a file into it before its first start, for all to read. */
  public ContainerRunner file(Path file, String path) {
    container.withCopyFileToContainer(MountableFile.forHostPath(file, 0444), path);
    return this;
  }

  @Override
  public void start() {
    if (container.getContainerId() != null) {
      docker().startContainerCmd(container.getContainerId()).exec();
      return;
    }
    try {
      container.start();
    } catch (ContainerFetchException e) {
      throw new IllegalStateException(
          "the image "
              + image
              + " can't be pulled: name another in "
              + variable
              + ", or set FOREBAY_TEST_SERVERS=processes to do without containers",
          e);
    }
  }

  @Override
  public void stop() {
    if (isRunning()) {
      thaw();
      docker().stopContainerCmd(id()).withTimeout(PATIENCE_SECONDS).exec();
    }
  }

  @Override
  public void kill() {
    if (isRunning()) {
      thaw();
      docker().killContainerCmd(id()).exec();
      docker()
          .waitContainerCmd(id())
          .exec(new WaitContainerResultCallback())
          .awaitStatusCode(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
  }

  @Override
  public void suspend() {
    docker().pauseContainerCmd(id()).exec();
  }

  @Override
  public void resume() {
    docker().unpauseContainerCmd(id()).exec();
  }

  /* The engine refuses to stop or kill what is suspended. */
  private void thaw() {
    if (Boolean.TRUE.equals(docker().inspectContainerCmd(id()).exec().getState().getPaused())) {
      resume();
    }
  }

  @Override
  public boolean isRunning() {
    return container.isRunning();
  }

  @Override
  public String logTail() {
    if (container.getContainerId() == null) {
      return "";
    }
    return ServerFolder.tailOf(container.getLogs());
  }

  @Override
  public void remove() {
    if (isRunning()) {
      thaw();
    }
    container.stop();
  }

  private String id() {
    return container.getContainerId();
  }

  private static DockerClient docker() {
    return DockerClientFactory.lazyClient();
  }

  /** Servers are waited for by asking them, the same way in containers and processes. */
  private static final class NoWait extends AbstractWaitStrategy {
    @Override
    protected void waitUntilReady() {
      // see KafkaServer and PostgresServer
    }
  }
}
