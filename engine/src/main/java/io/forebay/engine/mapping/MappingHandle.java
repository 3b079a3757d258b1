/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine.mapping;

import io.forebay.engine.Mapping;
import io.forebay.engine.MappingDefinition;
import io.forebay.engine.MappingSettings;
import io.forebay.engine.MappingState;
import io.forebay.engine.MappingStatus;
import io.forebay.engine.MeterSnapshot;
import io.forebay.engine.meter.MappingMeters;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A mapping as its users hold it: leaves messages for the supervisor, reads the view. Any thread.
 */
final class MappingHandle implements Mapping {

  private final String name;
  private final Supervisor supervisor;
  private final MappingView view;
  private final MappingMeters meters;
  private final LastResult lastResult;
  private final MappingControl control;
  private volatile Runnable whenGone = () -> {};
  private volatile String handlerName;

  MappingHandle(
      MappingDefinition definition, Supervisor supervisor, LocalEngine.Parts parts, String owner) {
    name = definition.settings().name();
    handlerName = definition.handlerName();
    this.supervisor = supervisor;
    meters = new MappingMeters(definition.settings().name());
    lastResult = new LastResult(this::tooManyHandlersLost);
    view =
        new MappingView(
            new MappingView.Facts(
                definition.settings(), MappingState.CREATING, "USER_INITIATED", "", Map.of()),
            lastResult,
            parts.clock());
    control =
        new MappingControl(
            supervisor,
            definition,
            new ScopeMaker(parts.settings(), parts.threads(), parts.listener(), meters, lastResult),
            view,
            owner);
  }

  void start(Runnable whenGone) {
    this.whenGone = whenGone;
    supervisor.add(control, name);
  }

  MeterSnapshot.MappingMeters meters() {
    return meters.snapshot();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public MappingSettings settings() {
    return view.settings();
  }

  @Override
  public MappingStatus status() {
    return view.status();
  }

  @Override
  public CompletionStage<MappingStatus> pause() {
    return ask(control::onPause);
  }

  @Override
  public CompletionStage<MappingStatus> resume() {
    return ask(control::onResume);
  }

  @Override
  public CompletionStage<MappingStatus> update(MappingSettings changed) {
    rightName(changed);
    return ask(answer -> control.onUpdate(old -> old.withSettings(changed), answer));
  }

  @Override
  public CompletionStage<MappingStatus> update(MappingDefinition changed) {
    rightName(changed.settings());
    return ask(
        answer -> {
          handlerName = changed.handlerName();
          control.onUpdate(old -> changed, answer);
        });
  }

  @Override
  public CompletionStage<MappingStatus> restart() {
    return ask(control::onRestart);
  }

  @Override
  public CompletionStage<MappingStatus> remove() {
    return ask(control::onRemove).whenComplete((status, fault) -> afterwards(fault));
  }

  @Override
  public CompletionStage<MappingStatus> delete() {
    return ask(control::onDelete).whenComplete((status, fault) -> afterwards(fault));
  }

  private void rightName(MappingSettings changed) {
    if (!changed.name().equals(name)) {
      throw new IllegalArgumentException(
          "mapping '" + name + "' can't be renamed to '" + changed.name() + "'");
    }
  }

  private void afterwards(@Nullable Throwable fault) {
    if (fault == null) {
      whenGone.run();
    }
  }

  private void tooManyHandlersLost() {
    supervisor.put(
        () ->
            control.onUnusable(
                "FUNCTION_CONFIG_NOT_VALID: "
                    + lastResult.limit()
                    + " invocations of handler '"
                    + handlerName
                    + "' ran past their timeout and ignored the interrupt; mend the handler, then"
                    + " restart"));
  }

  private CompletionStage<MappingStatus> ask(Consumer<CompletableFuture<MappingStatus>> what) {
    CompletableFuture<MappingStatus> answer = new CompletableFuture<>();
    supervisor.put(() -> what.accept(answer));
    return answer.minimalCompletionStage();
  }
}
