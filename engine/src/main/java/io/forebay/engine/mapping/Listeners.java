/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine.mapping;

import io.forebay.engine.EngineListener;
import io.forebay.engine.MappingStatus;
import io.forebay.handler.Batch;
import io.forebay.source.FailedBatch;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Passes events on to all listeners; what one throws is logged and harms nobody. */
final class Listeners implements EngineListener {

  private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);

  private final List<EngineListener> all;

  Listeners(List<EngineListener> all) {
    this.all = List.copyOf(all);
  }

  @Override
  public void onState(MappingStatus status) {
    each(listener -> listener.onState(status));
  }

  @Override
  public void onInvoke(String mapping, Batch batch, String invocationId, int attempt) {
    each(listener -> listener.onInvoke(mapping, batch, invocationId, attempt));
  }

  @Override
  public void onHandled(String mapping, Batch batch, String invocationId) {
    each(listener -> listener.onHandled(mapping, batch, invocationId));
  }

  @Override
  public void onFailed(
      String mapping, Batch batch, String invocationId, String why, long retryInMillis) {
    each(listener -> listener.onFailed(mapping, batch, invocationId, why, retryInMillis));
  }

  @Override
  public void onDiscarded(FailedBatch batch, boolean delivered) {
    each(listener -> listener.onDiscarded(batch, delivered));
  }

  @Override
  public void onCheckpoint(String mapping, String shard, String reached) {
    each(listener -> listener.onCheckpoint(mapping, shard, reached));
  }

  @Override
  public void onProblem(String mapping, String problem) {
    LOG.warn("mapping '{}': {}", mapping, problem);
    each(listener -> listener.onProblem(mapping, problem));
  }

  private void each(Consumer<EngineListener> call) {
    for (EngineListener listener : all) {
      try {
        call.accept(listener);
      } catch (RuntimeException | Error e) {
        LOG.warn("a listener failed and was passed over: {}", e.toString(), e);
      }
    }
  }
}
