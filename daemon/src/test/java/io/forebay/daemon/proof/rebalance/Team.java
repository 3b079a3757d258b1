/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.proof.rebalance;

import io.forebay.daemon.proof.Daemon;
import io.forebay.daemon.proof.LedgerLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Daemons that share a topic as one consumer group. Closing it kills those that still run. */
final class Team implements AutoCloseable {

  private final Path folder;
  private final String preface;
  private final String source;
  private final GroupView group;
  private final Map<String, Daemon> running = new TreeMap<>();
  private final Map<String, Long> diedAt = new TreeMap<>();
  private final Set<String> names = new HashSet<>();

  /**
   * Nobody yet.
   *
   * @param preface sections of the configuration besides http and mappings
   * @param source the mapping's section {@code source}, in braces
   */
  Team(Path folder, String preface, String source, GroupView group) {
    this.folder = folder;
    this.preface = preface;
    this.source = source;
    this.group = group;
  }

  /** Starts one, up to where it answers over HTTP. */
  Daemon start(String name) throws Exception {
    Path home = Files.createDirectories(folder.resolve(name));
    String config =
        """
        mappings:
        - name: orders
          source: %s
          handler: {name: test-ledger, settings: {file: %s, slow: "20", failing: "2"}}
          batchSize: 20
          maximumBatchingWindow: 0
          parallelizationFactor: 2
        """
            .formatted(source, ledger(name));
    Daemon daemon = Daemon.run(home, preface + config);
    names.add(name);
    running.put(name, daemon);
    return daemon;
  }

  /** Ends one as a crash would. */
  void kill(String name) throws Exception {
    Daemon victim = running.remove(name);
    victim.kill();
    diedAt.put(name, System.currentTimeMillis());
  }

  /** Ends one in good order. */
  void stop(String name) throws Exception {
    running.remove(name).stop();
  }

  /** Waits until the running ones share the partitions and what was sent till then is handled. */
  void awaitShared() throws Exception {
    group.awaitBalance(running.size());
    group.awaitAllCommitted();
  }

  /** All their ledgers, judged. */
  Handovers handovers() throws IOException {
    return new Handovers(ledgers(), diedAt);
  }

  @Override
  public void close() {
    running.values().forEach(Daemon::close);
  }

  private Map<String, List<LedgerLine>> ledgers() throws IOException {
    Map<String, List<LedgerLine>> all = new TreeMap<>();
    for (String name : names) {
      all.put(name, LedgerLine.read(ledger(name)));
    }
    return all;
  }

  private Path ledger(String name) {
    return folder.resolve(name + ".txt");
  }
}
