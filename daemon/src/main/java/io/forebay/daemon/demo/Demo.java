/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.demo;

import io.forebay.daemon.http.AdminServer;
import io.forebay.daemon.log.LogFormat;
import io.forebay.daemon.log.LogLevel;
import io.forebay.daemon.log.LogSetup;
import io.forebay.daemon.process.Configuration;
import io.forebay.daemon.process.ExitCode;
import io.forebay.daemon.process.RunningEngine;
import io.forebay.daemon.process.StopSignal;
import io.forebay.daemon.process.UserException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Runs the demo: appends flights to a stream, runs the mappings of {@link DemoConfig} over them at
 * the same time, shows how far it is, and accounts for every record at the end.
 */
public final class Demo {

  private static final int SHARDS = 4;
  private static final String HOST = "127.0.0.1";
  private static final int USUAL_PORT = 8650;

  private final DemoOptions options;
  private final PrintWriter out;
  private final StopSignal stop;

  /** A demo that tells what it does to this writer. */
  public Demo(DemoOptions options, PrintWriter out, StopSignal stop) {
    this.options = options;
    this.out = out;
    this.stop = stop;
  }

  /** Source and licence of the flights. */
  public static String source() throws IOException {
    return FlightData.source();
  }

  /** Runs it and returns the process's exit code. */
  public int run() throws UserException, InterruptedException {
    try (DemoFolder folder = DemoFolder.take(options.root())) {
      DemoState state = begin(folder);
      new LogSetup(LogFormat.PLAIN, LogLevel.INFO, Optional.of(folder.log())).apply();
      DemoConfig.write(folder);
      List<Flight> flights = FlightData.load();
      Script script = new Script(flights, ManualReport.all(flights), state.rounds());
      try (DemoStream stream = ChronicleDemoStream.open(folder.flights(), SHARDS);
          DemoStream reports = ChronicleDemoStream.open(folder.manualReports(), 1)) {
        Producer producer = new Producer(script, stream, reports, options.rate());
        ProgressWatch watch = new ProgressWatch(folder, script, stream, producer);
        return run(folder, state, new Session(script, producer, watch, stream));
      }
    } catch (IOException e) {
      throw UserException.failed(String.valueOf(e.getMessage()));
    }
  }

  /** What belongs to one process of a run. */
  private record Session(
      Script script, Producer producer, ProgressWatch watch, DemoStream flights) {}

  /** Decides whether to go on with a run or to begin one, and says so. */
  private DemoState begin(DemoFolder folder) throws IOException, UserException {
    Optional<DemoState> found = options.reset() ? Optional.empty() : load(folder);
    int rounds = options.rounds().orElse(DemoOptions.DEFAULT_ROUNDS);
    DemoState state;
    if (found.isPresent() && !found.get().complete()) {
      state = found.get().startedAgain();
      if (options.rounds().isPresent() && rounds != state.rounds()) {
        throw UserException.usage(
            "a run of "
                + state.rounds()
                + " rounds is unfinished in "
                + folder.root()
                + "; go on with it without --rounds, or start afresh with --reset");
      }
      out.println("Going on with the run in " + folder.root());
    } else {
      if (Files.exists(folder.state())) {
        // so that a kill in the midst of clearing leaves nothing that one could go on with
        DemoState.fresh(rounds).completed().save(folder.state());
      }
      folder.clear();
      state = DemoState.fresh(rounds);
      out.println(
          (found.isPresent() ? "The last run was complete; starting afresh in " : "Running in ")
              + folder.root());
    }
    state.save(folder.state());
    return state;
  }

  private static Optional<DemoState> load(DemoFolder folder) throws IOException {
    return DemoState.load(folder.state());
  }

  private int run(DemoFolder folder, DemoState state, Session session)
      throws IOException, UserException, InterruptedException {
    AdminServer admin = listen();
    String url = admin.url("/metrics");
    out.println(
        Numbers.of(session.script().total())
            + " flights ("
            + state.rounds()
            + " x 20,000) and "
            + session.script().reports().size()
            + " manual reports; metrics at "
            + url);
    out.println();
    out.flush();
    RunningEngine running =
        RunningEngine.start(
            Configuration.load(List.of(folder.config())), folder.data(), admin, Optional.empty());
    DemoLoop.End end;
    try (running) {
      DemoLoop loop =
          new DemoLoop(session.producer(), session.watch(), running.engine(), stop, display());
      end = loop.run();
      session.producer().stop();
      if (options.hold() && end.complete()) {
        out.println("Complete; the pages stay until Ctrl-C: " + url);
        out.flush();
        stop.await();
      }
    }
    return tell(folder, state, session, end);
  }

  private int tell(DemoFolder folder, DemoState state, Session session, DemoLoop.End end)
      throws IOException, UserException {
    if (end.failure().isPresent()) {
      throw UserException.failed(end.failure().get() + "; the log is " + folder.log());
    }
    Progress last = session.watch().read();
    if (stop.raised() && !end.complete()) {
      out.println(
          "Stopped after "
              + Numbers.of(last.handled() + last.discarded())
              + " of "
              + Numbers.of(last.total())
              + " records; forebay demo goes on from here.");
      out.flush();
      return stop.exitCode();
    }
    DiscardFile.Content discards = DiscardFile.read(folder.discarded());
    Map<String, DelayFigures> airports = airports(folder, session.flights());
    Accounting accounting = Accounting.of(session.script(), last, airports, discards);
    Summary summary = new Summary(out);
    summary.processed(
        last, new Summary.Run(end.flights(), end.seconds(), state.starts()), accounting);
    summary.airports(airports);
    summary.discarded(discards);
    summary.next(next(folder));
    if (accounting.right()) {
      state.completed().save(folder.state());
    }
    return accounting.right() ? ExitCode.OK : ExitCode.FAILED;
  }

  private static List<String> next(DemoFolder folder) {
    return List.of(
        "discard records  " + folder.discarded().resolve(DiscardFile.DISCARDS),
        "figures          " + folder.figures(),
        "configuration    " + folder.config() + "   (a starting point for your own)",
        "log              " + folder.log(),
        "metrics          forebay demo --hold keeps the pages up after the end; docs/metrics.md",
        "kill -9 it       forebay demo --rate 20000, kill it, and start it again",
        "data             U.S. Bureau of Transportation Statistics; forebay demo --source");
  }

  private static Map<String, DelayFigures> airports(DemoFolder folder, DemoStream flights)
      throws IOException {
    Map<String, DelayFigures> airports = new TreeMap<>();
    for (int shard = 0; shard < flights.shards(); shard++) {
      ShardFigures.load(DemoFolder.figuresFile(folder.figures(), flights.shardId(shard)))
          .airports()
          .forEach((airport, figures) -> airports.merge(airport, figures, DelayFigures::plus));
    }
    return airports;
  }

  private Display display() {
    return Terminal.present() ? new TerminalDisplay(out) : new LineDisplay(out);
  }

  /** The port that was asked for, or else the usual one, or else any. */
  private AdminServer listen() throws IOException {
    List<Integer> ports =
        new ArrayList<>(options.port().map(List::of).orElseGet(() -> List.of(USUAL_PORT, 0)));
    while (ports.size() > 1) {
      try {
        return AdminServer.listen(HOST, ports.remove(0));
      } catch (IOException e) {
        // nobody asked for this very port
      }
    }
    return AdminServer.listen(HOST, ports.get(0));
  }
}
