/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine.mapping;

import io.forebay.checkpoint.Checkpoint;
import io.forebay.engine.MappingDefinition;
import io.forebay.engine.settle.CheckpointWriter.LeaseAnswer;
import io.forebay.source.EventSource;
import io.forebay.source.Shard;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does what may block, on opener threads: opens a mapping's resources, lists shards, closes.
 * Answers come on the supervisor's thread.
 */
final class Opener {

  private static final Logger LOG = LoggerFactory.getLogger(Opener.class);

  private final Supervisor supervisor;

  Opener(Supervisor supervisor) {
    this.supervisor = supervisor;
  }

  /** Opens what the definition names. */
  void open(MappingDefinition definition, Consumer<Resources> opened, Consumer<String> failed) {
    run(
        () -> {
          try {
            Resources resources = Resources.open(definition);
            supervisor.put(() -> opened.accept(resources));
          } catch (Resources.OpeningFailed e) {
            supervisor.put(() -> failed.accept(String.valueOf(e.getMessage())));
          }
        });
  }

  /** Told of a lease, on the supervisor's thread. */
  @FunctionalInterface
  interface Leased {
    /** It is ours, under this epoch, with these checkpoints. */
    void onLeased(long epoch, Map<String, Checkpoint> checkpoints);
  }

  /** Takes the lease of a mapping from the checkpoint store. */
  void acquire(String mapping, String owner, Leased leased, Consumer<String> failed) {
    supervisor.threads().writer().acquire(mapping, owner, answer(leased, failed));
  }

  /** Takes the leases of some shards of a mapping from the checkpoint store. */
  void acquire(
      String mapping, Set<String> shards, String owner, Leased leased, Consumer<String> failed) {
    supervisor.threads().writer().acquire(mapping, shards, owner, answer(leased, failed));
  }

  private LeaseAnswer answer(Leased leased, Consumer<String> failed) {
    return new LeaseAnswer() {
      @Override
      public void onAcquired(long epoch, Map<String, Checkpoint> checkpoints) {
        supervisor.put(() -> leased.onLeased(epoch, checkpoints));
      }

      @Override
      public void onFailed(String fault) {
        supervisor.put(() -> failed.accept(fault));
      }
    };
  }

  /** Lists the shards there are now; none if they can't be listed. */
  void discover(Resources resources, Consumer<List<Shard>> listed) {
    run(
        () -> {
          List<Shard> shards = List.of();
          try {
            shards = resources.source().shards();
          } catch (Exception e) {
            LOG.debug("{}: shards can't be listed: {}", resources.source().name(), e.toString());
          }
          List<Shard> found = shards;
          supervisor.put(() -> listed.accept(found));
        });
  }

  /** Closes what is open. */
  void close(Resources resources, Runnable closed) {
    resources.destination().ifPresent(to -> supervisor.threads().sender(to.getClass()).close(to));
    run(
        () -> {
          resources.close();
          supervisor.put(closed);
        });
  }

  /** Lets the source forget the mapping. */
  void forget(MappingDefinition definition, Consumer<String> problems, Runnable done) {
    run(
        () -> {
          try (EventSource source = definition.source().open()) {
            source.forget();
          } catch (Exception e) {
            problems.accept("its marks at the source could not be removed: " + e.getMessage());
          }
          supervisor.put(done);
        });
  }

  private void run(Runnable blocking) {
    supervisor.threads().openers().execute(blocking);
  }
}
