/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine.worker;

import io.forebay.engine.EngineListener;
import io.forebay.engine.EngineSettings;
import io.forebay.engine.MappingSettings;
import io.forebay.engine.batch.PayloadSize;
import io.forebay.engine.dispatch.Dispatcher;
import io.forebay.engine.dispatch.MappingPermits;
import io.forebay.engine.filter.Filter;
import io.forebay.engine.retry.RetryPlan;
import io.forebay.engine.settle.CheckpointSink;
import io.forebay.engine.settle.DiscardSink;
import io.forebay.engine.settle.SourceCommits;
import io.forebay.source.SourceTraits;
import java.util.Optional;

/**
 * What all shards of a mapping share while it runs.
 *
 * @param engine the engine's settings
 * @param settings the mapping's settings
 * @param traits what its source is like
 * @param source the source's name
 * @param handler the handler's name
 * @param filter which records the handler sees
 * @param retryPlan what failing batches meet with
 * @param payload how large records are when encoded
 * @param dispatcher runs the handler
 * @param permits how many invocations may start
 * @param checkpoints where checkpoints go
 * @param destination where discarded batches go
 * @param listener told what happens
 * @param results told what became of the last batch (rule 1.7)
 */
public record MappingScope(
    EngineSettings engine,
    MappingSettings settings,
    SourceTraits traits,
    String source,
    String handler,
    Filter filter,
    RetryPlan retryPlan,
    PayloadSize payload,
    Dispatcher dispatcher,
    MappingPermits permits,
    CheckpointSink checkpoints,
    Optional<DiscardSink> destination,
    EngineListener listener,
    Results results) {

  /** Told what became of batches; any thread. */
  public interface Results {
    /** The last batch was handled. */
    void onHandled();

    /** The last batch failed. */
    void onFunctionError();

    /** A handler came back neither by its deadline nor in the time of grace after it. */
    void onHandlerLost();

    /** One that was lost has come back after all. */
    void onHandlerBack();
  }

  /** Whether checkpoints go to the engine's store and not to the source. */
  public boolean needsStore() {
    return !(checkpoints instanceof SourceCommits);
  }

  @Override
  public String toString() {
    return settings.name();
  }
}
