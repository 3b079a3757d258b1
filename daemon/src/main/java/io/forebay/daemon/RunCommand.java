/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon;

import io.forebay.config.Fault;
import io.forebay.config.ForebayConfig;
import io.forebay.config.HttpSettings;
import io.forebay.daemon.http.AdminServer;
import io.forebay.daemon.process.Configuration;
import io.forebay.daemon.process.HangupSignal;
import io.forebay.daemon.process.RunningEngine;
import io.forebay.daemon.process.StateFolder;
import io.forebay.daemon.process.StopSignal;
import io.forebay.daemon.process.UserException;
import io.forebay.daemon.process.Version;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code forebay run}. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    versionProvider = VersionCommand.Provider.class,
    description = {
      "Runs the mappings of a configuration until it is told to stop.",
      "HUP, or forebay reload, makes it take over what has changed in the configuration."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "  1:failed at run time: a port is taken, a folder or store can't be used",
      "  2:wrong arguments or configuration; nothing was started",
      "130, 143:stopped by INT (Ctrl-C) or TERM, after a drain; a second signal ends it at once"
    })
final class RunCommand implements Callable<Integer> {

  /** How long a reload by signal waits for mappings before it tells what came of it. */
  private static final Duration RELOAD_WAIT = Duration.ofMinutes(1);

  private static final Logger log = LoggerFactory.getLogger(RunCommand.class);

  @Mixin private ConfigOptions options = new ConfigOptions();
  @Mixin private LogOptions logging = new LogOptions();

  @Option(
      names = {"-d", "--data"},
      paramLabel = "DIR",
      description =
          "The folder for what must outlive the process, checkpoints above all (default:"
              + " $XDG_STATE_HOME/forebay or ~/.forebay).")
  private Optional<Path> data = Optional.empty();

  @Override
  public Integer call() throws UserException, InterruptedException {
    logging.setup().apply();
    StopSignal stop = StopSignal.install("INT", "TERM");
    HangupSignal hangup = HangupSignal.install();
    List<Path> paths = options.paths();
    ForebayConfig config = Configuration.load(paths);
    for (Fault warning : config.warnings()) {
      log.warn("{}", warning);
    }
    Path folder = data.orElseGet(StateFolder::path).toAbsolutePath().normalize();
    AdminServer admin = listen(config.http());
    RunningEngine running =
        RunningEngine.start(config, folder, admin, Optional.of(() -> Configuration.read(paths)));
    log.info(
        "forebay {} runs {} mapping(s), data in {}, health and metrics at {}",
        Version.text(),
        config.mappings().size(),
        folder,
        running.admin().url("/"));
    hangup.run(() -> running.reload(RELOAD_WAIT));
    stop.await();
    log.info("asked to stop: draining, at most {} s", config.engine().drainTimeout().toSeconds());
    running.close();
    log.info("stopped");
    stop.drained();
    return stop.exitCode();
  }

  private static AdminServer listen(HttpSettings http) throws UserException {
    try {
      return AdminServer.listen(http.bind(), http.port());
    } catch (IOException e) {
      throw UserException.failed(String.valueOf(e.getMessage()));
    }
  }
}
