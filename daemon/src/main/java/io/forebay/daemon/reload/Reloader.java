/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.reload;

import io.forebay.config.ConfigResult;
import io.forebay.config.Fault;
import io.forebay.config.ForebayConfig;
import io.forebay.config.HttpSettings;
import io.forebay.daemon.reload.ReloadPlan.FixedSettings;
import io.forebay.daemon.reload.ReloadReport.Applied;
import io.forebay.engine.Engine;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes changed configuration files over on a thread of its own, one reload after the other. Any
 * thread may ask for one.
 */
public final class Reloader implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Reloader.class);
  private static final int MOST_WAITING = 8;

  private final Engine engine;
  private final Configurations configurations;
  private final Supplier<ConfigResult> files;
  private final HttpInForce http;
  private final FixedSettings fixed;
  private final Semaphore room = new Semaphore(MOST_WAITING);
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread made = new Thread(task, "reload");
            made.setDaemon(true);
            return made;
          });

  /**
   * Of this engine.
   *
   * @param configurations which mapping runs by which configuration
   * @param files reads the files again
   * @param http the settings in force, of which a reload replaces the token and the patience
   */
  public Reloader(
      Engine engine,
      Configurations configurations,
      Supplier<ConfigResult> files,
      HttpInForce http) {
    this.engine = engine;
    this.configurations = configurations;
    this.files = files;
    this.http = http;
    ForebayConfig first = configurations.first();
    fixed = new FixedSettings(first.engine(), first.checkpoint(), first.http());
  }

  /**
   * Reads the files again and takes over what differs, after the reloads that were asked for
   * before.
   *
   * @param wait how long it waits for mappings to arrive where the files want them, and as long for
   *     others to leave; after that they go on by themselves, and the next reload may begin
   * @return completes on the reload thread, with a report in any case; fails with an {@link
   *     IllegalStateException} if too many are waiting already, or the process is stopping
   */
  public CompletionStage<ReloadReport> reload(Duration wait) {
    CompletableFuture<ReloadReport> answer = new CompletableFuture<>();
    if (!room.tryAcquire()) {
      answer.completeExceptionally(
          new IllegalStateException("too many reloads are waiting already: try it later"));
      return answer;
    }
    try {
      thread.execute(() -> run(wait, answer));
    } catch (RejectedExecutionException e) {
      room.release();
      answer.completeExceptionally(new IllegalStateException("the daemon is stopping", e));
    }
    return answer;
  }

  /** Lets no reload begin any more, and breaks off the one that waits. */
  @Override
  public void close() {
    thread.shutdownNow();
  }

  private void run(Duration wait, CompletableFuture<ReloadReport> answer) {
    try {
      ReloadReport report = reloadNow(wait);
      tell(report);
      answer.complete(report);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      answer.completeExceptionally(new IllegalStateException("the daemon is stopping", e));
    } catch (RuntimeException | LinkageError e) {
      answer.completeExceptionally(e);
      log.error("the reload failed", e);
    } finally {
      room.release();
    }
  }

  private ReloadReport reloadNow(Duration wait) throws InterruptedException {
    ConfigResult result = files.get();
    if (result.config().isEmpty()) {
      return ReloadReport.refused(result.faults());
    }
    ForebayConfig config = result.config().get();
    List<MappingChange> changes = ReloadPlan.mappings(configurations.fields(), config.fields());
    List<String> restart =
        ReloadPlan.restartNeeded(
            fixed, new FixedSettings(config.engine(), config.checkpoint(), config.http()));
    takeOver(config.http());
    List<Applied> applied = new Reload(engine, configurations, config, thread).apply(changes, wait);
    configurations.closeIfUnused(config);
    List<String> warnings = config.warnings().stream().map(Fault::toString).toList();
    return new ReloadReport(List.of(), applied, restart, warnings);
  }

  /**
   * A new token goes with the address that it was meant for: one that is missing because the files
   * now bind to loopback must not open the API on the address that is still bound.
   */
  private void takeOver(HttpSettings wanted) {
    HttpSettings now = http.get();
    boolean sameAddress = now.bind().equals(wanted.bind());
    http.set(
        new HttpSettings(
            now.bind(),
            now.port(),
            sameAddress ? wanted.token() : now.token(),
            wanted.stuckAfter()));
  }

  private static void tell(ReloadReport report) {
    if (report.refused()) {
      log.error("the configuration is wrong and was not reloaded; nothing has changed");
      report.faults().forEach(fault -> log.error("{}", fault));
      return;
    }
    report.warnings().forEach(log::warn);
    int touched = 0;
    for (Applied one : report.mappings()) {
      MappingChange change = one.change();
      if (change.kind() != MappingChange.Kind.UNCHANGED) {
        touched++;
        String fields = change.fields().isEmpty() ? "" : ": " + String.join(", ", change.fields());
        String problem = one.problem().isEmpty() ? "" : " (" + one.problem() + ")";
        log.atInfo()
            .addKeyValue("mapping", change.name())
            .log("reload: {}{}{}", change.kind().word(), fields, problem);
      }
    }
    if (!report.restartNeeded().isEmpty()) {
      log.warn(
          "reload: needs a restart of the daemon, and stays as it is until then: {}",
          String.join(", ", report.restartNeeded()));
    }
    log.info(
        "configuration reloaded: {} mapping(s) touched, {} left alone",
        touched,
        report.mappings().size() - touched);
  }
}
