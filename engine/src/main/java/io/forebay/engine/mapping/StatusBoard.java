/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine.mapping;

import io.forebay.engine.EngineListener;
import io.forebay.engine.MappingSettings;
import io.forebay.engine.MappingState;
import io.forebay.engine.MappingStatus;
import io.forebay.engine.Meter;
import io.forebay.engine.meter.MeterWriter;
import io.forebay.engine.meter.ShardGauges;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a mapping shows of itself: gathers what its control knows, publishes it to the {@link
 * MappingView} and tells listeners of changes. Confined to the supervisor.
 */
final class StatusBoard {

  private static final Logger LOG = LoggerFactory.getLogger(StatusBoard.class);

  private final Supervisor supervisor;
  private final MappingView view;
  private final EngineListener listener;
  private final MeterWriter meters;
  private MappingSettings settings;
  private MappingState state = MappingState.CREATING;
  private String reason = MappingControl.BY_USER;
  private String openingProblem = "";
  private boolean needsStore;
  private String sourceProblem = "";
  private String destinationProblem = "";
  private Map<String, ShardGauges> gauges = Map.of();

  StatusBoard(
      Supervisor supervisor, MappingView view, ScopeMaker scopes, MappingSettings settings) {
    this.supervisor = supervisor;
    this.view = view;
    listener = scopes.listener();
    meters = scopes.meters().newWriter();
    this.settings = settings;
  }

  MappingStatus status() {
    return view.status();
  }

  /** The mapping is in this state for this reason. */
  void show(MappingState next, String why) {
    boolean changed = state != next || !reason.equals(why);
    state = next;
    reason = why;
    refresh();
    if (changed) {
      LOG.info("mapping '{}' is {}: {}", settings.name(), next.word(), why);
      listener.onState(view.status());
    }
  }

  /** Whether it is in its state because people wanted it to be. */
  boolean byUser() {
    return reason.equals(MappingControl.BY_USER);
  }

  /** The same state, for a new reason. */
  void showReason(String why) {
    show(state, why);
  }

  /** The mapping is at rest, for the reason that led there. */
  void showRest() {
    openingProblem = "";
    sourceProblem = "";
    show(MappingState.DISABLED, reason);
  }

  /** It could not be opened; told once for each reason. */
  void openingFailed(String why) {
    if (!why.equals(openingProblem)) {
      problem(why + " (it is tried again until it works)");
    }
    openingProblem = why;
    showReason(why);
  }

  /**
   * It is open, with these shards.
   *
   * @param store whether its checkpoints go to the engine's store
   */
  void opened(Map<String, ShardGauges> shards, boolean store) {
    openingProblem = "";
    needsStore = store;
    shards(shards);
  }

  /** These are its shards now. */
  void shards(Map<String, ShardGauges> shards) {
    gauges = shards;
    refresh();
  }

  /** Its source can't be read as a whole, or can again. */
  void sourceHealth(Optional<String> fault) {
    String now = fault.orElse("");
    if (!now.isEmpty() && !now.equals(sourceProblem)) {
      problem(now);
    } else if (now.isEmpty() && !sourceProblem.isEmpty()) {
      LOG.info("mapping '{}': its source works again", settings.name());
    }
    sourceProblem = now;
    refresh();
  }

  /** Its failure destination has begun to fail, or works again. */
  void destinationHealth(Optional<String> fault) {
    String now = fault.orElse("");
    meters.add(Meter.DELIVERY_ERRORS, now.isEmpty() ? 0 : 1);
    if (!now.isEmpty() && destinationProblem.isEmpty()) {
      problem(now);
    }
    destinationProblem = now;
    refresh();
  }

  /** The checkpoint store has failed once more, or works again. */
  void storeHealth() {
    meters.add(Meter.CHECKPOINT_ERRORS, storeProblem().isEmpty() ? 0 : 1);
    refresh();
  }

  void settings(MappingSettings changed) {
    settings = changed;
    refresh();
  }

  /** Something an operator should know. Any thread. */
  void problem(String sentence) {
    listener.onProblem(settings.name(), sentence);
  }

  /** Brings what others see up to date. */
  void refresh() {
    String problem =
        Stream.of(openingProblem, sourceProblem, storeProblem(), destinationProblem)
            .filter(each -> !each.isEmpty())
            .findFirst()
            .orElse("");
    view.show(new MappingView.Facts(settings, state, reason, problem, gauges));
  }

  private String storeProblem() {
    return needsStore ? supervisor.storeProblem() : "";
  }
}
